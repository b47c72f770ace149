using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Kinds;
using Hex.Agent.Configuration.Table;
using Hex.Collectors.Host;
using Hex.Logs;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>
/// <c>hex-agent run --once</c>: reads what there is, and ends when all of it is acknowledged; or when the backend has taken nothing for
/// <c>shutdown.timeout</c> and says why, since a backfill that waits for ever is a hanging script.
/// </summary>
internal sealed class OnceRun(AgentPipelines pipelines, AgentConfiguration configuration, OnceProgress progress, TimeProvider time)
{
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the end, a stop or giving up. Positions are written by then, as far as they can be.</summary>
    public async Task<OnceSummary> RunAsync(CancellationToken stop)
    {
        if (pipelines.Reader is null && pipelines.Cluster is null && pipelines.HostCollectors.Count == 0)
        {
            return new OnceSummary { Cause = "nothing is switched on that could be read once (logs.enabled is false, no collector is enabled)", End = LogRunEnd.Completed };
        }

        var started = time.GetTimestamp();
        using var giveUp = new CancellationTokenSource();
        using var background = new BackgroundMetrics(pipelines, [pipelines.Self], stop);
        var gate = new AbortGate(giveUp.Token);
        var source = pipelines.Reader is { } reader ? new LogSourceOnce(reader) : null;
        var logs = Task.Run(() => ReadLogsAsync(source, gate, stop), CancellationToken.None);
        var cluster = Task.Run(() => CollectClusterAsync(gate, stop), CancellationToken.None);
        var host = Task.Run(() => CollectHostAsync(gate, stop), CancellationToken.None);
        var stuck = await WatchAsync(Task.WhenAll(logs, cluster, host), giveUp);
        var result = await logs;
        await background.EndAsync();
        if (pipelines.Reader is { } read)
        {
            await read.SavePositionsAsync(CancellationToken.None);
        }

        progress.Clear();
        var summary = OnceSummary.Of(result, pipelines.Reader?.Status ?? new LogReaderStatus(), time.GetElapsedTime(started), stuck ?? source?.Failure);
        return summary with { Cluster = await cluster, Host = await host, HasLogs = source is not null };
    }

    private async Task<LogRunResult> ReadLogsAsync(LogSourceOnce? source, AbortGate gate, CancellationToken stop)
    {
        if (source is null)
        {
            return new LogRunResult(LogRunEnd.Completed, 0, 0, 0, 0);
        }

        using var following = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pods = pipelines.Node?.RunAsync(following.Token) ?? Task.CompletedTask;
        await (pipelines.Node?.WaitForPodsAsync(stop) ?? Task.CompletedTask);
        var result = await pipelines.Logs.RunAsync(source, gate, stop);
        await following.CancelAsync();
        await pods;
        return result;
    }

    private async Task<OnceResult?> CollectClusterAsync(AbortGate gate, CancellationToken stop)
    {
        try
        {
            return pipelines.Cluster is { } cluster ? await cluster.RunOnceAsync(gate, stop) : null;
        }
        catch (OperationCanceledException)
        {
            return new OnceResult(0, ["stopped before everything was collected"], default);
        }
    }

    /// <summary>Rates need two samples, a second apart.</summary>
    private async Task<OnceResult?> CollectHostAsync(AbortGate gate, CancellationToken stop)
    {
        if (pipelines.HostCollectors is not { Count: > 0 } collectors)
        {
            return null;
        }

        var failures = new List<string>();
        try
        {
            foreach (var collector in collectors.OfType<ITwoSamples>())
            {
                TakeSample(collector, failures);
            }

            await Task.Delay(BetweenSamples, time, stop);
            var collected = await pipelines.Scheduler.RunOnceAsync(collectors, gate, stop);
            failures.AddRange(pipelines.Scheduler.Status.Where(one => one.LastError is not null).Select(one => $"{one.Name}: {one.LastError}"));
            await pipelines.Metrics.DrainAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new OnceResult(collected.Points, failures, default) { UndeliveredPoints = Math.Max(0, pipelines.Metrics.Status.PointsCollected - pipelines.Metrics.Status.PointsDelivered) };
        }
        catch (OperationCanceledException)
        {
            return new OnceResult(0, ["host: stopped before everything was collected"], default);
        }
    }

    private static void TakeSample(ITwoSamples collector, List<string> failures)
    {
        try
        {
            collector.TakeSample();
        }
        catch (IOException exception)
        {
            failures.Add($"{collector.Name}: {exception.Message}");
        }
    }

    /// <summary>Shows progress; gives up when nothing goes on for too long.</summary>
    /// <returns>Why it gave up; null when it did not.</returns>
    private async Task<string?> WatchAsync(Task run, CancellationTokenSource giveUp)
    {
        var patience = configuration.Get(AgentOptions.ShutdownTimeout);
        while (await Task.WhenAny(run, Task.Delay(OnceProgress.Interval, time)) != run)
        {
            if (pipelines.Reader is { } reader)
            {
                progress.Show(pipelines.Logs.Status, reader.Status);
            }

            if (Troubles().FirstOrDefault(one => one.Since is { } since && time.GetUtcNow() - since > patience && !(one.LastSuccess > since)) is { Since: not null } trouble)
            {
                await giveUp.CancelAsync();
                return $"gave up after {DurationKind.Text(patience)} without a success: {trouble.Reason}";
            }
        }

        return null;
    }

    private IEnumerable<(DateTimeOffset? Since, DateTimeOffset? LastSuccess, string? Reason)> Troubles()
    {
        var logs = pipelines.Logs.Status;
        yield return (Earlier(logs.HeldSince, logs.RetryingSince), logs.LastSuccess, logs.HeldReason ?? logs.RetryReason);
        if (pipelines.Cluster is { } cluster)
        {
            var metrics = cluster.Metrics.Status;
            yield return (Earlier(metrics.HeldSince, metrics.RetryingSince), metrics.LastSuccess, metrics.HeldReason ?? metrics.RetryReason);
            var events = cluster.Logs.Status;
            yield return (Earlier(events.HeldSince, events.RetryingSince), events.LastSuccess, events.HeldReason ?? events.RetryReason);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null ? right : right is null || left < right ? left : right;
}
