using Hex.Bench.Generate;
using Hex.Bench.Receive;

namespace Hex.Bench.Scenarios;

/// <summary>Whether what arrived is what was written.</summary>
internal static class Arrival
{
    /// <summary>Every record, by its own id and by its uid; long ones joined; nothing broken.</summary>
    public static bool IsComplete(WrittenCounts written, ReceiverReport received) =>
        received.Unique == written.Records && received.UniqueIds == written.Records && received.Joined >= written.Joined
        && received.Broken == 0 && received.WithoutUid == 0 && received.Malformed == 0;
}
