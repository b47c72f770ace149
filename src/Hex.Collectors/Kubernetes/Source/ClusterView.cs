using Hex.Attribution;
using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>What a collector sees in one collection.</summary>
/// <param name="Snapshot">The cluster: the same for all collectors of a tick.</param>
/// <param name="Available">The kinds that can be used; what is missing is left out of sums and points, not zero.</param>
/// <param name="Attribution">Makes resources; up to date with the snapshot.</param>
/// <param name="Namespaces">Which namespaces are collected.</param>
/// <param name="Rollup">Sums over pods, made when the first asks; null when pods are not available.</param>
/// <param name="NodeUsage">Usage by node; empty when there is none.</param>
/// <param name="PodUsage">Usage by pod; empty when there is none.</param>
internal sealed record ClusterView(
    ClusterSnapshot Snapshot,
    ClusterKinds Available,
    ClusterAttribution Attribution,
    NamespaceFilter Namespaces,
    Lazy<PodRollup>? Rollup,
    UsageIndex<string, NodeUsage> NodeUsage,
    UsageIndex<(string Namespace, string Name), PodUsage> PodUsage)
{
    public bool Has(ClusterKinds kinds) => (Available & kinds) == kinds;

    /// <summary>The usage of a pod, unless it was measured of an earlier pod of the same name.</summary>
    public PodUsage? UsageOf(Pod pod) => PodUsage.Find((pod.Namespace, pod.Name)) is { } usage && usage.Time >= pod.Created ? usage : null;
}
