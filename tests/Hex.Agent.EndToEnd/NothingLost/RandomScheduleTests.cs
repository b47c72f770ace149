using System.Collections.Concurrent;
using System.Globalization;

namespace Hex.Agent.EndToEnd.NothingLost;

/// <summary>
/// Live load with rotation while the backend fails in every way and the agent is killed twice: every line arrives, once after de-duplication, whole and in
/// order. HEX_SCHEDULES=N plays more of them; HEX_SEED=N plays one again.
/// </summary>
public class RandomScheduleTests(ITestOutputHelper output)
{
    private const int Default = 20;
    private const int AtATime = 2;
    private const long MemoryBound = 250L << 20;

    [Fact]
    public async Task No_schedule_loses_breaks_or_reorders_a_line_or_repeats_more_than_was_in_flight()
    {
        var failures = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Seeds(), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (seed, _) =>
        {
            if (await PlayAsync(seed) is { } failure)
                failures.Add(failure);
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} schedules failed; play one again with HEX_SEED.\n\n{string.Join("\n\n", failures)}");
    }

    private static IEnumerable<int> Seeds()
    {
        if (Number("HEX_SEED") is { } one)
            return [one];
        return Enumerable.Range(1, Number("HEX_SCHEDULES") ?? Default);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task<string?> PlayAsync(int seed)
    {
        var schedule = new Schedule(seed);
        await using var run = await ScheduleRun.StartAsync(schedule);
        try
        {
            var report = await run.PlayAsync();
            output.WriteLine($"{schedule}\n  {report}\n  peak {run.PeakBytes >> 20} MiB");
            if (report is { IsExact: true, GoneWithTheirFile: 0, Written: > 0 } && run.PeakBytes < MemoryBound && report.Repeated <= schedule.MostRepeats)
                return null;
            return $"{schedule}\n{report}\npeak {run.PeakBytes >> 20} MiB\n{string.Join('\n', run.Errors)}";
        }
        catch (Exception failure) when (failure is TimeoutException or Xunit.Sdk.XunitException or IOException)
        {
            return $"{schedule}\n{failure}\n{string.Join('\n', run.Errors)}";
        }
    }
}
