using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="ProcessesCollector"/>.</summary>
internal static class ProcessInstruments
{
    public static readonly Instrument Count = Instrument.UpDownSum(
        "system.process.count", "{process}", "Processes by state, threads of the kernel among them.");

    public static readonly Instrument Created = Instrument.Counter("system.process.created", "{process}", "Processes and threads created since boot.");

    public static readonly Instrument CpuTime = Instrument.Counter("process.cpu.time", "s", "CPU time of a process by mode.");

    public static readonly Instrument Memory = Instrument.UpDownSum("process.memory.usage", "By", "Physical memory of a process.");

    public static readonly Instrument Threads = Instrument.UpDownSum("process.thread.count", "{thread}", "Threads of a process.");

    public static readonly Instrument FileDescriptors = Instrument.UpDownSum(
        "process.unix.file_descriptor.count", "{file_descriptor}", "Open file descriptors of a process.");
}
