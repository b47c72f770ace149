using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Agent.Cluster;

/// <summary>The work of one term: the cluster's watches, what reads them, and the events. Made anew for each term, so that nothing of an older one is in it.</summary>
internal sealed class ClusterWork : IAsyncDisposable
{
    private readonly ClusterSource _source;
    private readonly IReadOnlyList<ICollector> _collectors;

    public ClusterWork(AgentConfiguration configuration, ClusterSource source)
    {
        _source = source;
        _collectors = CollectorSet.Create(configuration, source);
    }

    /// <summary>How the watches fare.</summary>
    public IReadOnlyList<WatchStatus> Watches => _source.Watches;

    /// <summary>Collects and reads until stopped.</summary>
    public Task RunAsync(CollectorScheduler scheduler, LogPipeline logs, IDeliveryGate gate, CancellationToken stop) =>
        Task.WhenAll(Task.Run(() => scheduler.RunAsync(_collectors, gate, stop), CancellationToken.None), WaitAsync(stop));

    /// <summary>Collects everything once, and hands it on.</summary>
    public async Task<OnceResult> RunOnceAsync(CollectorScheduler scheduler, LogPipeline logs, IDeliveryGate gate, CancellationToken stop)
    {
        var collected = await scheduler.RunOnceAsync(_collectors, gate, stop);
        return new OnceResult(collected.Points, [.. scheduler.Status.Where(one => one.LastError is not null).Select(one => $"{one.Name}: {one.LastError}")], default);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task WaitAsync(CancellationToken stop) =>
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
