using static Hex.Collectors.SignalAttribute;

namespace Hex.Collectors.Host;

/// <summary>The attributes of the host's signals, declared once.</summary>
internal static class HostAttributes
{
    public static readonly SignalAttribute HostName = Convention("host.name", "The machine's name.");
    public static readonly SignalAttribute HostId = Convention("host.id", "The machine's id (`/etc/machine-id`), where there is one.");
    public static readonly SignalAttribute OsType = Convention("os.type", "`linux`.");

    public static readonly SignalAttribute CpuMode = Convention(
        "cpu.mode", "`user` and `nice` (guests among them), `system`, `idle`, `iowait`, `interrupt` (soft ones among them), `steal`.");

    public static readonly SignalAttribute CpuNumber = Convention("cpu.logical_number", "The CPU's number, when series per CPU are asked for.");
    public static readonly SignalAttribute MemoryState = Convention("system.memory.state", "`used`, `free`, `buffers`, `cached`; they overlap.");
    public static readonly SignalAttribute PagingState = Convention("system.paging.state", "`used`, `free`.");
    public static readonly SignalAttribute FaultType = Convention("system.paging.fault.type", "`major`, `minor`.");
    public static readonly SignalAttribute PagingDirection = Convention("system.paging.direction", "`in`, `out`.");
    public static readonly SignalAttribute Device = Convention(
        "system.device", "A disk (`nvme0n1`), what is mounted (`/dev/sda1`, `nas:/vol`), a swap device, or for packet counts the network interface.");

    public static readonly SignalAttribute IoDirection = Convention("disk.io.direction", "`read`, `write`.");
    public static readonly SignalAttribute FilesystemState = Convention("system.filesystem.state", "`used`, `free` (for everyone), `reserved` (for root).");
    public static readonly SignalAttribute FilesystemType = Convention("system.filesystem.type", "E.g. `ext4`.");
    public static readonly SignalAttribute FilesystemMode = Convention("system.filesystem.mode", "`rw`, `ro`.");
    public static readonly SignalAttribute MountPoint = Convention("system.filesystem.mountpoint", "Where it is mounted on the host.");
    public static readonly SignalAttribute ErrorType = Convention("error.type", "`timeout` (quarantined until it answers), `failed`.");
    public static readonly SignalAttribute Interface = Convention("network.interface.name", "The network interface.");
    public static readonly SignalAttribute NetworkDirection = Convention("network.io.direction", "`receive`, `transmit`.");
    public static readonly SignalAttribute ConnectionState = Convention("network.connection.state", "A state of TCP, e.g. `established`.");
    public static readonly SignalAttribute Transport = Convention("network.transport", "`tcp`.");
    public static readonly SignalAttribute ProcessState = Convention(
        "process.state", "`running`, `sleeping`, `stopped`, `defunct`; ours are `blocked` (uninterruptible) and `idle` (threads of the kernel).");

    public static readonly SignalAttribute ProcessId = Convention("process.pid", "The process' number.");
    public static readonly SignalAttribute Executable = Convention("process.executable.name", "The name of its program.");
    public static readonly SignalAttribute ProcessCreated = Convention("process.creation.time", "When it started.");
    public static readonly SignalAttribute StallType = Convention("system.pressure.stall_type", "`some` or `full`: some tasks, or all, were stalled.");
    public static readonly SignalAttribute ViewOfKernel = Own(
        "hex.host.view.kernel", "Whose CPU, memory, disks, load and pressure are seen: `host`, `container` (LXCFS), `unknown`.");

    public static readonly SignalAttribute ViewOfProcesses = Own("hex.host.view.processes", "Whose processes are seen: `host`, `container`, `unknown`.");
    public static readonly SignalAttribute ViewOfNetwork = Own("hex.host.view.network", "Whose network is seen: `host`, `container`, `unknown`.");
    public static readonly SignalAttribute ViewOfFilesystems = Own("hex.host.view.filesystems", "Whose mounts are seen: `host`, `container`, `unknown`.");
    public static readonly SignalAttribute CgroupVersion = Own("hex.host.cgroup.version", "`v1`, `v2`, `none`.");
    public static readonly SignalAttribute KernelRelease = Own("hex.host.kernel.release", "As `uname -r`.");

    public static IReadOnlyList<SignalAttribute> HostResource { get; } = [HostName, HostId, OsType];
}
