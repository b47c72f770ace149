using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="FilesystemCollector"/>.</summary>
internal static class FilesystemInstruments
{
    public static readonly Instrument Usage = Instrument.UpDownSum(
        "system.filesystem.usage", "By", "Space by state; reserved is what only root may use. The states add up to the limit.");

    public static readonly Instrument Utilization = Instrument.Gauge("system.filesystem.utilization", "1", "Share of the space by state.");

    public static readonly Instrument Limit = Instrument.UpDownSum("system.filesystem.limit", "By", "Space in all.");

    public static readonly Instrument Inodes = Instrument.UpDownSum(
        "system.filesystem.inodes.usage", "{inode}", "Inodes by state; left out for file systems that have no fixed number.");

    public static readonly Instrument Unavailable = Instrument.UpDownSum(
        "system.filesystem.unavailable", "{filesystem}", "File systems that could not be asked: they do not answer (timeout), or with an error (failed).");
}
