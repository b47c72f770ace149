using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="CpuCollector"/>.</summary>
internal static class CpuInstruments
{
    public static readonly Instrument Time = Instrument.Counter(
        "system.cpu.time", "s", "Seconds the logical CPUs spent in each mode; all of them together unless cpu.logical_number says which.");

    public static readonly Instrument Utilization = Instrument.Gauge(
        "system.cpu.utilization", "1", "Share of CPU time spent in each mode since the collection before; the modes add up to 1.");

    public static readonly Instrument LogicalCount = Instrument.UpDownSum("system.cpu.logical.count", "{cpu}", "Logical CPUs that are online.");
}
