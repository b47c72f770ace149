using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>A cluster that does not change.</summary>
internal sealed class FixedCluster(ClusterSnapshot snapshot, UsageSnapshot<NodeUsage>? nodes, UsageSnapshot<PodUsage>? pods) : IClusterFeed
{
    public IReadOnlyList<WatchStatus> Watches => [];

    public void Add(ClusterKinds kinds)
    {
        // Everything is there already.
    }

    public ValueTask<IReadOnlyList<MissingKind>> WaitAsync(ClusterKinds kinds, CancellationToken cancellationToken) => new([]);

    public ClusterSnapshot Snapshot(ClusterKinds kinds) => snapshot;

    public Task<UsageSnapshot<NodeUsage>?> NodeUsageAsync(CancellationToken cancellationToken) => Task.FromResult(nodes);

    public Task<UsageSnapshot<PodUsage>?> PodUsageAsync(CancellationToken cancellationToken) => Task.FromResult(pods);

    public Task StopAsync() => Task.CompletedTask;
}
