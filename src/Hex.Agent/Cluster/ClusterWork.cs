using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Agent.Memory;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Agent.Cluster;

/// <summary>The work of one term: the cluster's watches, what reads them, and the events. Made anew for each term, so that nothing of an older one is in it.</summary>
internal sealed class ClusterWork : IAsyncDisposable
{
    private readonly ClusterSource _source;
    private readonly EventSource? _events;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<ICollector> _collectors;

    /// <summary>Prepares a term; nothing is asked before it runs.</summary>
    /// <param name="configuration">Says what is switched on.</param>
    /// <param name="source">The cluster.</param>
    /// <param name="makeEvents">Makes the source of events.</param>
    /// <param name="time">The clock.</param>
    public ClusterWork(AgentConfiguration configuration, ClusterSource source, Func<ClusterSource, EventSource> makeEvents, TimeProvider time)
    {
        _time = time;
        _source = source;
        var collectors = CollectorSet.Create(configuration, source);
        _events = CollectorSet.IsEnabled(configuration, "events") ? makeEvents(source) : null;
        _collectors = _events is null ? [.. collectors] : [.. collectors, _events.Occurrences];
    }

    /// <summary>How the watches fare.</summary>
    public IReadOnlyList<WatchStatus> Watches => _events?.Watch is { } events ? [.. _source.Watches, events] : _source.Watches;

    /// <summary>Collects and reads until stopped.</summary>
    public Task RunAsync(CollectorScheduler scheduler, LogPipeline logs, IDeliveryGate gate, CancellationToken stop) => Task.WhenAll(
        Task.Run(() => scheduler.RunAsync(_collectors, gate, stop), CancellationToken.None),
        _events is { } events ? Task.Run(() => logs.RunAsync(events, gate, stop), CancellationToken.None) : Task.CompletedTask,
        new HeapTrim(_time).RunAsync(stop));

    /// <summary>Collects everything once, and hands it on.</summary>
    public async Task<OnceResult> RunOnceAsync(CollectorScheduler scheduler, LogPipeline logs, IDeliveryGate gate, CancellationToken stop)
    {
        var once = _events is null ? null : new LogSourceOnce(_events);
        var events = once is null ? Task.FromResult(default(LogRunResult)) : Task.Run(() => logs.RunAsync(once, gate, stop), CancellationToken.None);
        var collected = await scheduler.RunOnceAsync(_collectors, gate, stop);
        var delivered = await events;
        List<string> failures = [.. scheduler.Status.Where(one => one.LastError is not null).Select(one => $"{one.Name}: {one.LastError}")];
        if (once?.Failure is { } failure)
        {
            failures.Add($"events: {failure}");
        }

        return new OnceResult(collected.Points, failures, delivered);
    }

    /// <summary>Ends the watches, and keeps how far the events are delivered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        await _source.DisposeAsync();
    }
}
