namespace Hex.Bench.Scenarios;

/// <summary>100 files of 10 MiB: memory must not grow with the number of files.</summary>
internal static class ManyFiles
{
    private const int Files = 100;
    private const double FloorMegaBytes = 90;

    public static async Task<Row> RunAsync(Bench bench)
    {
        var (root, manifest) = bench.Tree("b100", Files, bench.Options.BigBytes / Files / 4096 * 4096);
        var (run, received) = await OnceRuns.OtlpAsync(bench, root, "none", runs: 1);
        var peak = run.PeakBytes / 1e6;
        var cpu = run.Cpu - await bench.VersionCpuAsync();
        var complete = Arrival.IsComplete(manifest.Counts, received);
        return new Row("b100", $"{peak:F0} MB peak, {manifest.Counts.FileBytes / 1e6 / cpu.TotalSeconds:F0} MB/CPU-s", $"≤ {FloorMegaBytes} MB", peak <= FloorMegaBytes && complete)
        {
            Cpu = cpu,
            Elapsed = run.Elapsed,
            PeakBytes = run.PeakBytes,
            Written = manifest.Counts.Records,
            Received = received,
        };
    }
}
