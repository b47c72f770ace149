using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the system collector emits.</summary>
internal static class SystemSignals
{
    public static readonly MetricSignal Uptime = Convention(Gauge("system.uptime", "s", "Time since the machine started."), "`/proc/uptime`");
    public static readonly MetricSignal Load1 = Load("1m", "minute");
    public static readonly MetricSignal Load5 = Load("5m", "5 minutes");
    public static readonly MetricSignal Load15 = Load("15m", "15 minutes");

    public static readonly MetricSignal Info = Own(
        Gauge("hex.host.info", "1", "Always 1. Says whether the host or a container is seen, and the kernel."),
        "namespaces, `/proc/sys/kernel`",
        CgroupVersion,
        KernelRelease,
        ViewOfFilesystems,
        ViewOfKernel,
        ViewOfNetwork,
        ViewOfProcesses);

    public static SignalCatalogue Catalogue { get; } = new("system", "Host: load and uptime", CollectionScope.Node, HostResource, [Uptime, Load1, Load5, Load15, Info]);

    private static MetricSignal Load(string name, string time) => Own(
        Gauge($"system.cpu.load_average.{name}", "{thread}", $"Threads that ran, waited for a CPU or for a disk, on average over the last {time}."), "`/proc/loadavg`");
}
