using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>Open until a token is cancelled: then nothing is tried again, and what is not delivered goes back to its source.</summary>
internal sealed class AbortGate(CancellationToken abort) : IDeliveryGate
{
    public bool IsOpen => !abort.IsCancellationRequested;
}
