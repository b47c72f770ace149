using System.Diagnostics.Metrics;

namespace Hex.Logs.Reading;

/// <summary>The reader's own metrics, on a meter of its own.</summary>
internal sealed class ReaderInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Hex.Logs";

    private readonly Meter _meter = new(MeterName);

    public ReaderInstruments(ReaderCounters counters, PositionsFailures failures)
    {
        Counter("hex.logs.records", "{record}", "Records read.", () => counters.Records);
        Counter("hex.logs.bytes", "By", "Bytes taken apart, uncompressed.", () => counters.Bytes);
        Counter("hex.logs.parse_errors", "{line}", "Lines that were no log lines and went out raw.", () => counters.ParseErrors);
        Counter("hex.logs.truncated", "{line}", "Lines that were cut.", () => counters.TruncatedLines);
        Counter("hex.logs.nul_bytes", "By", "NUL bytes skipped between lines.", () => counters.NulBytes);
        Counter("hex.logs.truncations", "{file}", "Files that shrank and were read anew.", () => counters.Truncations);
        Counter("hex.logs.lost", "By", "Bytes of deleted files let go unread.", () => counters.LostBytes);
        Counter("hex.logs.unreadable", "{file}", "Failed attempts to open a file.", () => counters.UnreadableFiles);
        Counter("hex.logs.rewinds", "{rewind}", "Times that records were given back and read again.", () => counters.Rewinds);
        Counter("hex.logs.position.write_failures", "{write}", "Failed writes of positions.", () => failures());
        _meter.CreateObservableUpDownCounter("hex.logs.held", () => counters.HeldBytes, "By", "Unacknowledged bytes of deleted files kept open.");
        _meter.CreateObservableUpDownCounter("hex.logs.lag", () => counters.LagBytes, "By", "Bytes in files that were not read yet.");
        _meter.CreateObservableUpDownCounter("hex.logs.files", () => counters.OpenFiles, "{file}", "Files being read.");
    }

    public delegate long PositionsFailures();

    public void Dispose() => _meter.Dispose();

    private void Counter(string name, string unit, string description, Func<long> value) =>
        _meter.CreateObservableCounter(name, value, unit, description);
}
