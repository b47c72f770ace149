using Hex.Bench.Count;

namespace Hex.Bench.Scenarios;

/// <summary>Logs that a real runtime wrote, with parts, rotated and compressed files and invalid UTF-8.</summary>
internal static class Recorded
{
    public static async Task<Row> RunAsync(Bench bench)
    {
        var counted = LogTreeCounter.Count(bench.Options.Recorded);
        var (run, received) = await OnceRuns.OtlpAsync(bench, bench.Options.Recorded, "none", runs: 1, checksIds: false);
        var holds = received.Unique == counted.Records && received.Repeated == 0 && received.Malformed == 0;
        return new Row("real", $"{received.Unique} of {counted.Records} records", "all", holds)
        {
            Cpu = run.Cpu - await bench.VersionCpuAsync(),
            Elapsed = run.Elapsed,
            PeakBytes = run.PeakBytes,
            Written = counted.Records,
            Received = received,
        };
    }
}
