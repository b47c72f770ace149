using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>A block device and its counters.</summary>
internal sealed class DiskDevice(string name, bool included) : Row(name)
{
    private const double MillisecondsPerSecond = 1000;

    private Counter _bytesRead;
    private Counter _bytesWritten;
    private Counter _reads;
    private Counter _writes;
    private Counter _readTime;
    private Counter _writeTime;
    private Counter _readsMerged;
    private Counter _writesMerged;
    private Counter _busy;

    public bool Included { get; } = included;

    public void Write(ResourceMetrics metrics, DiskStatus status, CounterClock clock)
    {
        Count(metrics, DiskSignals.Io, ref _bytesRead, status.BytesRead, "read", clock);
        Count(metrics, DiskSignals.Io, ref _bytesWritten, status.BytesWritten, "write", clock);
        Count(metrics, DiskSignals.Operations, ref _reads, status.Reads, "read", clock);
        Count(metrics, DiskSignals.Operations, ref _writes, status.Writes, "write", clock);
        if (!status.HasTimes)
        {
            return;
        }

        Count(metrics, DiskSignals.Merged, ref _readsMerged, status.ReadsMerged, "read", clock);
        Count(metrics, DiskSignals.Merged, ref _writesMerged, status.WritesMerged, "write", clock);
        Time(metrics, ref _readTime, status.ReadMilliseconds, "read", clock);
        Time(metrics, ref _writeTime, status.WriteMilliseconds, "write", clock);
        metrics.StartingAt(_busy.StartOf(status.BusyMilliseconds, clock)).Record(
            DiskSignals.IoTime, status.BusyMilliseconds / MillisecondsPerSecond, ("system.device", Name));
    }

    private void Count(ResourceMetrics metrics, Instrument instrument, ref Counter counter, long value, string direction, CounterClock clock) =>
        metrics.StartingAt(counter.StartOf(value, clock)).Record(instrument, value, ("disk.io.direction", direction), ("system.device", Name));

    // The kernel keeps the times in 32 bits of milliseconds: a busy disk wraps them in weeks.
    private void Time(ResourceMetrics metrics, ref Counter counter, long milliseconds, string direction, CounterClock clock) =>
        metrics.StartingAt(counter.StartOf(milliseconds, clock)).Record(
            DiskSignals.OperationTime, milliseconds / MillisecondsPerSecond, ("disk.io.direction", direction), ("system.device", Name));
}
