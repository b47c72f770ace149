namespace Hex.Bench.Scenarios;

/// <summary>A quiet node: files with a few lines, and then nothing.</summary>
internal static class Idle
{
    private const long BytesPerFile = 1024;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public static async Task<Row> RunAsync(Bench bench, int files, double floorPercent, double? floorBytes)
    {
        var (root, manifest) = bench.Tree($"quiet{files}", files, BytesPerFile);
        await using var agent = await RunningAgent.StartAsync(bench, root);

        // The first self-metrics are a part of the start, up to half a minute late: what of them can only be compiled on the spot is compiled then.
        var received = await agent.WaitForAsync(report => report.Unique >= manifest.Counts.Records && report.Points > 0, bench.Options.Limit);
        bench.Say($"idle: {files} files for {bench.Options.Duration}");
        await Task.Delay(Settle, bench.Time);
        var before = agent.Cpu;
        var started = bench.Time.GetTimestamp();
        await Task.Delay(bench.Options.Duration, bench.Time);
        var cpu = agent.Cpu - before;
        var elapsed = bench.Time.GetElapsedTime(started);
        var percent = 100 * cpu / elapsed;
        var resident = agent.ResidentBytes;
        var floor = floorBytes is null ? $"≤ {floorPercent} %" : $"≤ {floorPercent} %, ≤ {floorBytes / 1e6:F0} MB";
        var holds = percent <= floorPercent && !(resident > floorBytes) && Arrival.IsComplete(manifest.Counts, received);
        return new Row($"idle{files}", $"{percent:F3} % of a core, {resident / 1e6:F0} MB", floor, holds)
        {
            Cpu = cpu,
            Elapsed = elapsed,
            PeakBytes = agent.PeakBytes,
            Written = manifest.Counts.Records,
            Received = received,
        };
    }
}
