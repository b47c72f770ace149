namespace Hex.Collectors.Kubernetes;

/// <summary>All Kubernetes collectors.</summary>
public static class KubernetesCollectors
{
    internal static IReadOnlyList<(SignalCatalogue Catalogue, Func<ClusterSource, KubernetesCollector> Create)> Known { get; } =
    [
        (NodeSignals.Catalogue, cluster => new NodeCollector(cluster)),
        (NamespaceSignals.Catalogue, cluster => new NamespaceCollector(cluster)),
        (PodSignals.Catalogue, cluster => new PodCollector(cluster)),
        (ContainerSignals.Catalogue, cluster => new ContainerCollector(cluster)),
        (WorkloadSignals.Catalogue, cluster => new WorkloadCollector(cluster)),
        (JobSignals.Catalogue, cluster => new JobCollector(cluster)),
        (AutoscalerSignals.Catalogue, cluster => new HorizontalPodAutoscalerCollector(cluster)),
        (ClaimSignals.Catalogue, cluster => new PersistentVolumeClaimCollector(cluster)),
    ];

    /// <summary>Makes the collectors of a cluster.</summary>
    /// <param name="cluster">The cluster; what none of them reads is not watched.</param>
    /// <param name="isEnabled">Which collectors, by name (<c>node</c>, <c>namespace</c>, <c>pod</c>, <c>container</c>, <c>workload</c>, <c>job</c>, <c>hpa</c>, <c>pvc</c>); all when null.</param>
    public static IReadOnlyList<KubernetesCollector> Create(ClusterSource cluster, Func<string, bool>? isEnabled = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return [.. Known.Where(one => isEnabled?.Invoke(one.Catalogue.Name) ?? true).Select(one => one.Create(cluster))];
    }
}
