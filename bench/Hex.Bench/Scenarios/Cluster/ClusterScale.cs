namespace Hex.Bench.Scenarios.Cluster;

/// <summary>
/// The leader at clusters of several sizes, the API server in another process: what it holds, what the first sync costs, one cycle of collection and export, and a
/// hundred changes of pods a second.
/// </summary>
internal static class ClusterScale
{
    private const int ChangesPerSecond = 100;
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    /// <summary>Floors hold at 5,000 pods; the others show how it grows.</summary>
    public static async Task<Row> RunAsync(Bench bench, string name, int pods)
    {
        bench.Say($"{name}: a cluster of {pods:N0} pods");
        var start = await bench.VersionCpuAsync();
        var cycle = await CycleAsync(bench, pods);
        var first = await FirstAsync(bench, pods);
        var churn = await ChurnAsync(bench, pods);
        var sync = first.Cpu - start - cycle;
        var isMeasured = pods == 5000;
        var holds = !isMeasured || (first.Resident <= 80e6 && sync.TotalSeconds <= 2 && cycle.TotalSeconds <= 0.25 && churn <= 3);
        return new Row(
            name,
            $"{first.Resident / 1e6:F0} MB, sync {sync.TotalSeconds:F2} CPU-s, cycle {cycle.TotalSeconds:F3} CPU-s, {ChangesPerSecond} changes/s {churn:F2} %",
            isMeasured ? "≤ 80 MB, ≤ 2 CPU-s, ≤ 0.25 CPU-s, ≤ 3 %" : "–",
            holds)
        {
            Cpu = first.Cpu,
            Elapsed = first.Elapsed,
            PeakBytes = first.Peak,
        };
    }

    private static async Task<(TimeSpan Cpu, TimeSpan Elapsed, long Resident, long Peak)> FirstAsync(Bench bench, int pods)
    {
        await using var cluster = await ClusterProcess.StartAsync(bench, pods, 0);
        var started = bench.Time.GetTimestamp();
        await using var agent = await ClusterAgent.StartAsync(bench, cluster, Never);
        await agent.WaitForFirstAsync();
        return (agent.Cpu, bench.Time.GetElapsedTime(started), agent.ResidentBytes, agent.PeakBytes);
    }

    private static async Task<TimeSpan> CycleAsync(Bench bench, int pods)
    {
        await using var cluster = await ClusterProcess.StartAsync(bench, pods, 0);
        await using var agent = await ClusterAgent.StartAsync(bench, cluster, Interval);
        await Task.Delay(Settle * 3, bench.Time);
        var before = agent.Cpu;
        var cycles = Math.Max(4, (int)(bench.Options.Duration / Interval / 2));
        await Task.Delay(Interval * cycles, bench.Time);
        return (agent.Cpu - before) / cycles;
    }

    private static async Task<double> ChurnAsync(Bench bench, int pods)
    {
        await using var cluster = await ClusterProcess.StartAsync(bench, pods, ChangesPerSecond);
        await using var agent = await ClusterAgent.StartAsync(bench, cluster, Never);
        await agent.WaitForFirstAsync();
        await Task.Delay(Settle, bench.Time);
        var before = agent.Cpu;
        var started = bench.Time.GetTimestamp();
        await Task.Delay(bench.Options.Duration / 2, bench.Time);
        return 100 * (agent.Cpu - before) / bench.Time.GetElapsedTime(started);
    }
}
