using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="SystemCollector"/>.</summary>
internal static class SystemInstruments
{
    public static readonly Instrument Uptime = Instrument.Gauge("system.uptime", "s", "Time since the machine started.");

    public static readonly Instrument Load1 = Load("1m", "minute");

    public static readonly Instrument Load5 = Load("5m", "5 minutes");

    public static readonly Instrument Load15 = Load("15m", "15 minutes");

    public static readonly Instrument Info = Instrument.Gauge(
        "hex.host.info", "1", "Always 1. Says in its attributes whether the host or a container is seen, and the kernel.");

    private static Instrument Load(string name, string time) => Instrument.Gauge(
        $"system.cpu.load_average.{name}", "{thread}", $"Threads that ran, waited for a CPU or for a disk, on average over the last {time}.");
}
