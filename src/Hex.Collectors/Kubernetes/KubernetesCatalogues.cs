namespace Hex.Collectors.Kubernetes;

/// <summary>The catalogues of the Kubernetes collectors.</summary>
internal static class KubernetesCatalogues
{
    public static IReadOnlyList<SignalCatalogue> All { get; } =
    [
        NodeSignals.Catalogue, NamespaceSignals.Catalogue, PodSignals.Catalogue, ContainerSignals.Catalogue, WorkloadSignals.Catalogue, JobSignals.Catalogue,
        AutoscalerSignals.Catalogue, ClaimSignals.Catalogue, EventSignals.Catalogue,
    ];
}
