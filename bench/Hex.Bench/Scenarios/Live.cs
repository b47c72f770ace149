using Hex.Bench.Generate;

namespace Hex.Bench.Scenarios;

/// <summary>A busy node: 50 files, 10,000 lines a second, rotations.</summary>
internal static class Live
{
    private const int Files = 50;
    private const int LinesPerSecond = 10_000;
    private const double FloorSecondsPer600K = 2;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    public static async Task<Row> RunAsync(Bench bench)
    {
        var root = Path.Combine(bench.Options.Temp, "live");
        Directory.CreateDirectory(root);
        await using var agent = await RunningAgent.StartAsync(bench, root);
        using var load = new LiveLoad(root, Files, LinesPerSecond, bench.Options.Seed, bench.Time);
        bench.Say($"live: {LinesPerSecond} lines/s for {bench.Options.Duration}");
        await load.RunAsync(bench.Options.Duration, CancellationToken.None);
        var received = await agent.WaitForAsync(load.Counts.Records, Rest);
        var cpu = agent.Cpu - await bench.VersionCpuAsync();
        var scaled = cpu.TotalSeconds * 600_000 / load.Counts.Records;
        var complete = Arrival.IsComplete(load.Counts, received);
        return new Row("live", $"{scaled:F2} CPU-s per 600,000 lines, {load.Rotations} rotations", $"≤ {FloorSecondsPer600K}", scaled <= FloorSecondsPer600K && complete)
        {
            Cpu = cpu,
            Elapsed = bench.Options.Duration,
            PeakBytes = agent.PeakBytes,
            Written = load.Counts.Records,
            Received = received,
        };
    }
}
