using Hex.Collectors.Host;
using Hex.Collectors.Kubernetes;

namespace Hex.Collectors;

/// <summary>The catalogues of all collectors of this library.</summary>
public static class SignalCatalogues
{
    /// <summary>The catalogues, in the order of docs/signals.md.</summary>
    public static IReadOnlyList<SignalCatalogue> All { get; } = [.. KubernetesCatalogues.All, .. HostCatalogues.All];
}
