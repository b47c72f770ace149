using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Kinds;
using Hex.Agent.Configuration.Table;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>
/// <c>hex-agent run --once</c>: reads what there is, and ends when all of it is acknowledged; or when the backend has taken nothing for
/// <c>shutdown.timeout</c> and says why, since a backfill that waits for ever is a hanging script.
/// </summary>
internal sealed class OnceRun(AgentPipelines pipelines, AgentConfiguration configuration, OnceProgress progress, TimeProvider time)
{
    /// <summary>Runs until the end, a stop or giving up. Positions are written by then, as far as they can be.</summary>
    public async Task<OnceSummary> RunAsync(CancellationToken stop)
    {
        if (pipelines.Reader is not { } reader)
        {
            return new OnceSummary { Cause = "nothing is switched on that could be read once (logs.enabled is false)", End = LogRunEnd.Completed };
        }

        var started = time.GetTimestamp();
        using var giveUp = new CancellationTokenSource();
        using var background = new BackgroundMetrics(pipelines, stop);
        var source = new LogSourceOnce(reader);
        var run = Task.Run(() => pipelines.Logs.RunAsync(source, new AbortGate(giveUp.Token), stop), CancellationToken.None);
        var stuck = await WatchAsync(run, giveUp);
        var result = await run;
        await background.EndAsync();
        await reader.SavePositionsAsync(CancellationToken.None);
        progress.Clear();
        return OnceSummary.Of(result, reader.Status, time.GetElapsedTime(started), stuck ?? source.Failure);
    }

    /// <summary>Shows progress; gives up when nothing goes on for too long.</summary>
    /// <returns>Why it gave up; null when it did not.</returns>
    private async Task<string?> WatchAsync(Task run, CancellationTokenSource giveUp)
    {
        var patience = configuration.Get(AgentOptions.ShutdownTimeout);
        while (await Task.WhenAny(run, Task.Delay(OnceProgress.Interval, time)) != run)
        {
            var status = pipelines.Logs.Status;
            progress.Show(status, pipelines.Reader!.Status);
            var since = Earlier(status.HeldSince, status.RetryingSince);
            if (since is { } trouble && time.GetUtcNow() - trouble > patience && !(status.LastSuccess > trouble))
            {
                await giveUp.CancelAsync();
                return $"gave up after {DurationKind.Text(patience)} without a success: {status.HeldReason ?? status.RetryReason}";
            }
        }

        return null;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null ? right : right is null || left < right ? left : right;
}
