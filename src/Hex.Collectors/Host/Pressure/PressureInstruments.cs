using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="PressureCollector"/>.</summary>
internal static class PressureInstruments
{
    public static readonly Instrument Cpu = Of("cpu", "a CPU");

    public static readonly Instrument Memory = Of("memory", "memory");

    public static readonly Instrument Io = Of("io", "I/O");

    private static Instrument Of(string what, string missing) => Instrument.Counter(
        $"system.{what}.linux.pressure.total", "s", $"Time in which some, or all, tasks were stalled for want of {missing}.");
}
