using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the paging collector emits.</summary>
internal static class PagingSignals
{
    public static readonly MetricSignal Usage = Convention(
        UpDownSum("system.paging.usage", "By", "Swap space by device and state."), "`/proc/swaps`", Device, PagingState);

    public static readonly MetricSignal Faults = Convention(
        Counter("system.paging.faults", "{fault}", "Page faults; major ones had to read a disk."), "`/proc/vmstat`", FaultType);

    public static readonly MetricSignal Operations = Convention(
        Counter("system.paging.operations", "{operation}", "Pages swapped in and out."), "`/proc/vmstat`", PagingDirection, FaultType);

    public static SignalCatalogue Catalogue { get; } = new("paging", "Host: paging", CollectionScope.Node, HostResource, [Usage, Faults, Operations]);
}
