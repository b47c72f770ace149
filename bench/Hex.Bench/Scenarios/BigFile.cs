using Hex.Bench.Generate;
using Hex.Bench.Measure;

namespace Hex.Bench.Scenarios;

/// <summary>One file of 1 GiB.</summary>
internal static class BigFile
{
    private const double DiscardFloor = 1300;

    public static async Task<Row> DiscardAsync(Bench bench)
    {
        var (root, manifest) = bench.Tree("a1", 1, bench.Options.BigBytes);
        var run = await OnceRuns.DiscardAsync(bench, root);
        return await SpeedAsync(bench, "discard", DiscardFloor, root, manifest, run, compresses: false);
    }

    public static async Task<Row> OtlpAsync(Bench bench, string name, string compression, double floor)
    {
        var (root, manifest) = bench.Tree("a1", 1, bench.Options.BigBytes);
        var (run, received) = await OnceRuns.OtlpAsync(bench, root, compression, bench.Options.Runs);
        var row = await SpeedAsync(bench, name, floor, root, manifest, run, compresses: compression != "none");
        return row with { Received = received, Written = manifest.Counts.Records, Holds = row.Holds && Arrival.IsComplete(manifest.Counts, received) };
    }

    private static async Task<Row> SpeedAsync(Bench bench, string name, double floor, string root, Manifest manifest, RunResult run, bool compresses)
    {
        var cpu = run.Cpu - await bench.VersionCpuAsync();
        var speed = MegaBytesPerSecond(manifest, cpu);
        var file = Directory.GetFiles(root, "0.log", SearchOption.AllDirectories).Single();
        var (program, argument) = compresses ? ("gzip", "-1kc") : ("wc", "-l");
        var reference = await bench.ReferenceCpuAsync(program, argument, file);
        return new Row(name, $"{speed:F0} MB/CPU-s", $"≥ {floor:N0}", speed >= floor)
        {
            Cpu = cpu,
            Elapsed = run.Elapsed,
            PeakBytes = run.PeakBytes,
            OfReference = $"{speed / MegaBytesPerSecond(manifest, reference):F3} × `{program} {argument}`",
        };
    }

    private static double MegaBytesPerSecond(Manifest manifest, TimeSpan cpu) => manifest.Counts.FileBytes / 1e6 / cpu.TotalSeconds;
}
