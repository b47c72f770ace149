using Hex.Collectors.Kubernetes;

namespace Hex.Collectors.Tests.Kubernetes;

internal static class Collectors
{
    /// <summary>One of each.</summary>
    public static IReadOnlyList<KubernetesCollector> All(ClusterSource cluster) =>
    [
        new NodeCollector(cluster), new NamespaceCollector(cluster), new PodCollector(cluster), new ContainerCollector(cluster), new WorkloadCollector(cluster),
        new JobCollector(cluster), new HorizontalPodAutoscalerCollector(cluster), new PersistentVolumeClaimCollector(cluster),
    ];
}
