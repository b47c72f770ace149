using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="DiskCollector"/>.</summary>
internal static class DiskInstruments
{
    public static readonly Instrument Io = Instrument.Counter("system.disk.io", "By", "Bytes read and written.");

    public static readonly Instrument Operations = Instrument.Counter("system.disk.operations", "{operation}", "Reads and writes that completed.");

    public static readonly Instrument IoTime = Instrument.Counter("system.disk.io_time", "s", "Time during which the device had something to do.");

    public static readonly Instrument OperationTime = Instrument.Counter(
        "system.disk.operation_time", "s", "Time the operations took, added up: those at the same time count each.");

    public static readonly Instrument Merged = Instrument.Counter(
        "system.disk.merged", "{operation}", "Operations that were merged into one with a neighbour.");
}
