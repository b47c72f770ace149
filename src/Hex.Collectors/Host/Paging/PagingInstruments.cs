using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="PagingCollector"/>.</summary>
internal static class PagingInstruments
{
    public static readonly Instrument Usage = Instrument.UpDownSum("system.paging.usage", "By", "Swap space by device and state.");

    public static readonly Instrument Faults = Instrument.Counter("system.paging.faults", "{fault}", "Page faults; major ones had to read a disk.");

    public static readonly Instrument Operations = Instrument.Counter("system.paging.operations", "{operation}", "Pages swapped in and out.");
}
