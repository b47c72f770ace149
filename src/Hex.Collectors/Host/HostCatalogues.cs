namespace Hex.Collectors.Host;

/// <summary>The catalogues of the host collectors.</summary>
internal static class HostCatalogues
{
    public static IReadOnlyList<SignalCatalogue> All { get; } =
    [
        CpuSignals.Catalogue, MemorySignals.Catalogue, PagingSignals.Catalogue, DiskSignals.Catalogue, FilesystemSignals.Catalogue,
        NetworkSignals.Catalogue, ProcessSignals.Catalogue, PressureSignals.Catalogue, SystemSignals.Catalogue,
    ];
}
