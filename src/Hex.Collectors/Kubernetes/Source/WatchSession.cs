using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>One time of watching a cluster, with a cache of its own.</summary>
internal sealed class WatchSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly ITimer _idle;

    public WatchSession(KubernetesClient client, Projections projections, ClusterKinds kinds, TimeProvider time, TimeSpan idleTimeout, Action<WatchSession> checkIdle)
    {
        StartedAt = time.GetTimestamp();
        Cache = new ClusterCache(client, projections);
        foreach (var kind in ClusterKind.All)
        {
            if ((kinds & kind.Flag) != ClusterKinds.None)
            {
                kind.Add(Cache);
            }
        }

        _running = Cache.RunAsync(_stop.Token);
        _idle = time.CreateTimer(_ => checkIdle(this), state: null, idleTimeout / 2, idleTimeout / 2);
    }

    public ClusterCache Cache { get; }

    /// <summary>When it began; a monotonic time stamp.</summary>
    public long StartedAt { get; }

    public void Cancel()
    {
        _idle.Dispose();
        _stop.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        Cancel();
        await _running;
        _stop.Dispose();
    }
}
