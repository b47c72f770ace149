using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the cpu collector emits.</summary>
internal static class CpuSignals
{
    public static readonly MetricSignal Time = Convention(
        Counter("system.cpu.time", "s", "Seconds the logical CPUs spent in each mode, all of them together unless asked for each."), "`/proc/stat`", CpuMode, CpuNumber);

    public static readonly MetricSignal Utilization = Convention(
        Gauge("system.cpu.utilization", "1", "Share of CPU time spent in each mode since the collection before; the modes add up to 1."), "`/proc/stat`", CpuMode, CpuNumber);

    public static readonly MetricSignal LogicalCount = Convention(
        UpDownSum("system.cpu.logical.count", "{cpu}", "Logical CPUs that are online."), "`/proc/stat`");

    public static SignalCatalogue Catalogue { get; } = new("cpu", "Host: CPU", CollectionScope.Node, HostResource, [Time, Utilization, LogicalCount])
    {
        Remarks = "Utilization is left out in the first collection: it needs two samples.",
    };
}
