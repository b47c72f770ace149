namespace Hex.Collectors.Kubernetes;

/// <summary>The catalogues of the Kubernetes collectors and the events.</summary>
internal static class KubernetesCatalogues
{
    public static IReadOnlyList<SignalCatalogue> All { get; } = [.. KubernetesCollectors.Known.Select(one => one.Catalogue), EventSignals.Catalogue];
}
