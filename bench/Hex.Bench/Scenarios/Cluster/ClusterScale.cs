using Hex.Bench.Measure;

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

    /// <summary>The floors are those of 5,000 pods, and grow with the pods; what a process needs without any is in them.</summary>
    public static async Task<Row> RunAsync(Bench bench, string name, int pods)
    {
        bench.Say($"{name}: a cluster of {pods:N0} pods");
        var start = await bench.VersionCpuAsync();
        var cycle = await CycleAsync(bench, pods);
        var first = await FirstAsync(bench, pods);
        var churn = await ChurnAsync(bench, pods);
        var sync = first.Cpu - start - cycle;
        var thousands = pods / 1000.0;
        var (maxMegabytes, maxSync, maxCycle) = (60 + (4 * thousands), Math.Max(1, 0.4 * thousands), 0.05 * thousands);
        var holds = first.Settled.Resident <= maxMegabytes * 1e6 && sync.TotalSeconds <= maxSync && cycle.TotalSeconds <= maxCycle && churn <= 3;
        return new Row(
            name,
            $"after sync {first.Settled}, most seen {first.Highest}; sync {sync.TotalSeconds:F2} CPU-s, cycle {cycle.TotalSeconds:F3} CPU-s, {ChangesPerSecond} changes/s {churn:F2} %",
            $"≤ {maxMegabytes:F0} MB, ≤ {maxSync:F1} CPU-s, ≤ {maxCycle:F2} CPU-s, ≤ 3 %",
            holds)
        {
            Cpu = first.Cpu,
            Elapsed = first.Elapsed,
            PeakBytes = first.Peak,
        };
    }

    private static async Task<(TimeSpan Cpu, TimeSpan Elapsed, MemoryUse Settled, MemoryUse Highest, long Peak)> FirstAsync(Bench bench, int pods)
    {
        await using var cluster = await ClusterProcess.StartAsync(bench, pods, 0);
        var started = bench.Time.GetTimestamp();
        await using var agent = await ClusterAgent.StartAsync(bench, cluster, Never);
        await agent.WaitForFirstAsync();
        var (cpu, elapsed) = (agent.Cpu, bench.Time.GetElapsedTime(started));
        await Task.Delay(Settle, bench.Time);
        return (cpu, elapsed, agent.Memory, agent.HighestSeen, agent.PeakBytes);
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
