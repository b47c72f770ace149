using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="MemoryCollector"/>.</summary>
internal static class MemoryInstruments
{
    public static readonly Instrument Usage = Instrument.UpDownSum(
        "system.memory.usage", "By", "Memory by state. Used is what is not available; free, buffers and cached are the kernel's own counts.");

    public static readonly Instrument Limit = Instrument.UpDownSum("system.memory.limit", "By", "Memory the kernel has.");

    public static readonly Instrument Utilization = Instrument.Gauge("system.memory.utilization", "1", "Share of the memory by state.");

    public static readonly Instrument Available = Instrument.UpDownSum(
        "system.memory.linux.available", "By", "The kernel's estimate of what can be allocated without swapping.");
}
