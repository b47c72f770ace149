using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the memory collector emits.</summary>
internal static class MemorySignals
{
    public static readonly MetricSignal Usage = Convention(
        UpDownSum("system.memory.usage", "By", "Memory by state. Used is limit − available; cached counts the slabs that can be given back."), "`/proc/meminfo`", MemoryState);

    public static readonly MetricSignal Limit = Convention(UpDownSum("system.memory.limit", "By", "Memory the kernel has."), "`/proc/meminfo`");

    public static readonly MetricSignal Utilization = Convention(
        Gauge("system.memory.utilization", "1", "Share of the memory by state."), "`/proc/meminfo`", MemoryState);

    public static readonly MetricSignal Available = Convention(
        UpDownSum("system.memory.linux.available", "By", "The estimate of the kernel of what can be allocated without swapping."), "`/proc/meminfo`, from Linux 3.14 on");

    public static SignalCatalogue Catalogue { get; } = new("memory", "Host: memory", CollectionScope.Node, HostResource, [Usage, Limit, Utilization, Available]);
}
