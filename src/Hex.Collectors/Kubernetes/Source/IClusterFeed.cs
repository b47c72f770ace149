using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>Where <see cref="ClusterSource"/> has a cluster from: a watch of it, or something fixed.</summary>
internal interface IClusterFeed
{
    /// <summary>How the watches fare; empty where nothing is watched.</summary>
    IReadOnlyList<WatchStatus> Watches { get; }

    /// <summary>Has kinds read from the next start on.</summary>
    void Add(ClusterKinds kinds);

    /// <summary>Waits until kinds were read once, or for as long as the options say.</summary>
    /// <returns>For each of the kinds that cannot be used now, why; empty when all can.</returns>
    ValueTask<IReadOnlyList<MissingKind>> WaitAsync(ClusterKinds kinds, CancellationToken cancellationToken);

    /// <summary>The cluster now; the same object for all who ask in one tick, unless one of these kinds was first read after it was taken.</summary>
    ClusterSnapshot Snapshot(ClusterKinds kinds);

    /// <summary>The usage of nodes; null when it did not come in time.</summary>
    Task<UsageSnapshot<NodeUsage>?> NodeUsageAsync(CancellationToken cancellationToken);

    /// <summary>The usage of pods; null when it did not come in time.</summary>
    Task<UsageSnapshot<PodUsage>?> PodUsageAsync(CancellationToken cancellationToken);

    /// <summary>Ends the watches; reading starts them anew.</summary>
    Task StopAsync();
}

/// <summary>A kind that cannot be used now.</summary>
internal readonly record struct MissingKind(ClusterKinds Kind, string Cause);
