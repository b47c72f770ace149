using Hex.Bench.Generate;
using Hex.Bench.Receive;

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
        var root = NewRoot(bench, "live");
        await using var agent = await RunningAgent.StartAsync(bench, root);
        using var load = new LiveLoad(root, Files, LinesPerSecond, bench.Options.Seed, bench.Time);
        bench.Say($"live: {LinesPerSecond} lines/s for {bench.Options.Duration}");
        await load.RunAsync(bench.Options.Duration, CancellationToken.None);
        var received = await agent.WaitForAsync(load.Counts.Records, Rest);
        var cpu = agent.Cpu - await bench.VersionCpuAsync();
        var scaled = cpu.TotalSeconds * 600_000 / load.Counts.Records;
        var holds = scaled <= FloorSecondsPer600K && received.Repeated == 0;
        return Complete(bench, load, received, new Row("live", $"{scaled:F2} CPU-s per 600,000 lines, {load.Rotations} rotations", $"≤ {FloorSecondsPer600K}", holds)
        {
            Cpu = cpu,
            PeakBytes = agent.PeakBytes,
        });
    }

    /// <summary>The same, killed without warning after a third and two thirds of the time.</summary>
    public static async Task<Row> KilledAsync(Bench bench)
    {
        var root = NewRoot(bench, "kill");
        await using var agent = await RunningAgent.StartAsync(bench, root);
        using var load = new LiveLoad(root, Files, LinesPerSecond, bench.Options.Seed, bench.Time);
        var writing = load.RunAsync(bench.Options.Duration, CancellationToken.None);
        for (var kill = 0; kill < 2; kill++)
        {
            await Task.Delay(bench.Options.Duration / 3, bench.Time);
            bench.Say("kill -9");
            await agent.KillAndRestartAsync();
        }

        await writing;
        var received = await agent.WaitForAsync(load.Counts.Records, Rest);
        var lost = load.Counts.Records - received.UniqueIds;
        return Complete(bench, load, received, new Row("kill", $"{lost} lost, {received.Repeated} repeated, {load.Rotations} rotations", "0 lost", lost == 0)
        {
            PeakBytes = agent.PeakBytes,
        });
    }

    private static string NewRoot(Bench bench, string name)
    {
        var root = Path.Combine(bench.Options.Temp, name);
        Directory.CreateDirectory(root);
        return root;
    }

    private static Row Complete(Bench bench, LiveLoad load, ReceiverReport received, Row row) => row with
    {
        Elapsed = bench.Options.Duration,
        Written = load.Counts.Records,
        Received = received,
        Holds = row.Holds && Arrival.IsComplete(load.Counts, received),
    };
}
