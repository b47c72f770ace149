using System.Text.Json;
using Hex.Testing.Otlp;

namespace Hex.Bench.Receive;

/// <summary>
/// A receiver that only counts, in a process of its own so that the measured one is alone in its own. It writes its port; then, for each line it reads,
/// what it has counted so far as one line of JSON; when its input ends it writes that a last time and ends.
/// </summary>
internal static class ReceiverProgram
{
    /// <summary>Serves until the input ends.</summary>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="checksIds">Looks for generated record ids in the bodies too.</param>
    public static async Task RunAsync(int port, bool checksIds)
    {
        var ids = new IdLedger();
        await using var receiver = await OtlpReceiver.StartAsync(options =>
        {
            options.Port = port;
            options.Keep = Keep.CountsOnly;
            options.MaxMessageBytes = 4 << 20;
            options.Inspect = checksIds ? (in LogRecordView record) => ids.Add(record.Body) : null;
        });
        await Console.Out.WriteLineAsync($"{receiver.Port}");
        while (await Console.In.ReadLineAsync() is not null)
            await PrintAsync(receiver, ids);
        await PrintAsync(receiver, ids);
    }

    private static Task PrintAsync(OtlpReceiver receiver, IdLedger ids)
    {
        var counts = receiver.Counts;
        var report = new ReceiverReport
        {
            Requests = counts.Requests,
            Malformed = counts.MalformedRequests,
            WireBytes = counts.WireBytes,
            MessageBytes = counts.MessageBytes,
            Points = counts.MetricPoints,
            Records = counts.LogRecords,
            Unique = counts.UniqueLogs,
            Repeated = counts.RepeatedLogs,
            WithoutUid = counts.LogsWithoutUid,
            Joined = counts.JoinedLogs,
            UniqueIds = ids.Unique,
            Broken = ids.Broken,
            BodyBytes = counts.LogBodyBytes,
        };
        return Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, BenchJson.Line.ReceiverReport));
    }
}
