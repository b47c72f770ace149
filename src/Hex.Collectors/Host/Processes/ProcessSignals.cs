using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the processes collector emits.</summary>
internal static class ProcessSignals
{
    public static readonly MetricSignal Count = Convention(
        UpDownSum("system.process.count", "{process}", "Processes by state, threads of the kernel among them."), Status, ProcessState);

    public static readonly MetricSignal Created = Convention(
        Counter("system.process.created", "{process}", "Processes and threads created since boot."), "`/proc/stat`");

    public static readonly MetricSignal CpuTime = Convention(Counter("process.cpu.time", "s", "CPU time of a process, `user` and `system`."), Status, CpuMode);

    public static readonly MetricSignal Memory = Convention(UpDownSum("process.memory.usage", "By", "Physical memory of a process."), Status);

    public static readonly MetricSignal Threads = Convention(UpDownSum("process.thread.count", "{thread}", "Threads of a process."), Status);

    public static readonly MetricSignal FileDescriptors = Convention(
        UpDownSum("process.unix.file_descriptor.count", "{file_descriptor}", "Open file descriptors of a process, where they may be read."), "`/proc/[pid]/fd`");

    private const string Status = "`/proc/[pid]/stat`";

    public static SignalCatalogue Catalogue { get; } = new(
        "processes",
        "Host: processes",
        CollectionScope.Node,
        [.. HostResource, ProcessId, Executable, ProcessCreated],
        [Count, Created, CpuTime, Memory, Threads, FileDescriptors])
    {
        Remarks = "`process.*` is written on demand, for the processes that use most; each is a resource of its own.",
    };
}
