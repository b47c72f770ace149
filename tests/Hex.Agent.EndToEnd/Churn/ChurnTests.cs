using System.Collections.Concurrent;
using System.Globalization;

namespace Hex.Agent.EndToEnd.Churn;

/// <summary>
/// Two and three agents at one API server, through kills, freezes, clock jumps and outages of the API. HEX_CHURN_KILLS=50 plays until there were so many kills, and as
/// many other faults (about 20 minutes); HEX_CHURN_SEED=N plays another order.
/// </summary>
public class ChurnTests(ITestOutputHelper output)
{
    [Fact]
    public async Task No_two_epochs_overlap_no_event_is_lost_and_the_next_leader_is_quick()
    {
        var failures = new ConcurrentBag<string>();
        await Parallel.ForEachAsync([2, 3], new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (agents, _) =>
        {
            var schedule = new ChurnSchedule(Number("HEX_CHURN_SEED") ?? agents, agents, Number("HEX_CHURN_KILLS") ?? 0);
            await using var run = await ChurnRun.StartAsync(schedule, line => Tell(string.Create(CultureInfo.InvariantCulture, $"{agents} agents, {line}")));
            await run.PlayAsync();
            Tell(run.ToString());
            if (!ChurnAgent.CanJump)
                Tell("libfaketime is not installed: clocks did not jump");
            if (run.Faults.Count > 0)
                failures.Add($"{run}\n{string.Join('\n', run.Faults)}");
        });
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Tell(string line)
    {
        lock (output)
            output.WriteLine(line);
    }
}
