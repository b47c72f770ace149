using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the pressure collector emits.</summary>
internal static class PressureSignals
{
    public static readonly MetricSignal Cpu = Of("cpu", "a CPU");
    public static readonly MetricSignal Memory = Of("memory", "memory");
    public static readonly MetricSignal Io = Of("io", "I/O");

    public static SignalCatalogue Catalogue { get; } = new("pressure", "Host: pressure", CollectionScope.Node, HostResource, [Cpu, Memory, Io]);

    private static MetricSignal Of(string what, string missing) => Own(
        Counter($"system.{what}.linux.pressure.total", "s", $"Time in which some tasks, or all, were stalled for want of {missing}."),
        $"`/proc/pressure/{what}`, from Linux 4.20 on",
        StallType);
}
