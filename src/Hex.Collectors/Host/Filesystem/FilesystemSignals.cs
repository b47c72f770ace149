using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the filesystem collector emits.</summary>
internal static class FilesystemSignals
{
    public static readonly MetricSignal Usage = Convention(
        UpDownSum("system.filesystem.usage", "By", "Space by state; the states add up to the limit."), Source, [.. Which, FilesystemState]);

    public static readonly MetricSignal Utilization = Convention(
        Gauge("system.filesystem.utilization", "1", "Share of the space by state."), Source, [.. Which, FilesystemState]);

    public static readonly MetricSignal Limit = Convention(UpDownSum("system.filesystem.limit", "By", "Space in all."), Source, Which);

    public static readonly MetricSignal Inodes = Own(
        UpDownSum("system.filesystem.inodes.usage", "{inode}", "Inodes by state (`used`, `free`); not where there is no fixed number of them."),
        Source,
        [.. Which, FilesystemState]);

    public static readonly MetricSignal Unavailable = Own(
        UpDownSum("system.filesystem.unavailable", "{filesystem}", "File systems that could not be asked: they did not answer in time, or with an error."),
        Source,
        ErrorType);

    private const string Source = "`statvfs` of what `/proc/[pid]/mountinfo` names";

    public static SignalCatalogue Catalogue { get; } = new(
        "filesystem", "Host: file systems", CollectionScope.Node, HostResource, [Usage, Utilization, Limit, Inodes, Unavailable])
    {
        Remarks = "Each file system once, wherever it is bind-mounted; the own file systems of the kernel, memory (`tmpfs`), images and overlays are left out by default. "
            + "A file system that does not answer within 2 s is left out until it has answered; the others do not wait for it.",
    };

    private static SignalAttribute[] Which => [Device, MountPoint, FilesystemType, FilesystemMode];
}
