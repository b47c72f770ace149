using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the disk collector emits.</summary>
internal static class DiskSignals
{
    public static readonly MetricSignal Io = Of("system.disk.io", "By", "Bytes read and written.");
    public static readonly MetricSignal Operations = Of("system.disk.operations", "{operation}", "Reads and writes that completed.");
    public static readonly MetricSignal Merged = Of("system.disk.merged", "{operation}", "Operations that were merged into one with a neighbour.");
    public static readonly MetricSignal OperationTime = Of(
        "system.disk.operation_time", "s", "Time the operations took, added up: those at the same time count each.");

    public static readonly MetricSignal IoTime = Convention(
        Counter("system.disk.io_time", "s", "Time during which the device had something to do."), Source, Device);

    private const string Source = "`/proc/diskstats`";

    public static SignalCatalogue Catalogue { get; } = new("disk", "Host: disks", CollectionScope.Node, HostResource, [Io, Operations, Merged, OperationTime, IoTime])
    {
        Remarks = "Partitions, `loop*`, `ram*`, `zram*` and `fd*` devices are left out by default, and devices that never did anything always. "
            + "RAID and device mapper devices are counted beside the disks below them.",
    };

    private static MetricSignal Of(string name, string unit, string description) => Convention(Counter(name, unit, description), Source, Device, IoDirection);
}
