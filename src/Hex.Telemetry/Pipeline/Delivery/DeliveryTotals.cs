namespace Hex.Telemetry;

/// <summary>Counts since the pipeline was made. Thread-safe.</summary>
internal sealed class DeliveryTotals
{
    private long _attempts;
    private long _attemptedRecords;
    private long _attemptedBytes;
    private long _retries;
    private long _holds;
    private long _accepted;
    private long _rejected;
    private long _dropped;
    private long _lastSuccessTicks;

    public long Attempts => Volatile.Read(ref _attempts);

    public long AttemptedRecords => Volatile.Read(ref _attemptedRecords);

    public long AttemptedBytes => Volatile.Read(ref _attemptedBytes);

    public long Retries => Volatile.Read(ref _retries);

    public long Holds => Volatile.Read(ref _holds);

    public long Accepted => Volatile.Read(ref _accepted);

    public long Rejected => Volatile.Read(ref _rejected);

    public long Dropped => Volatile.Read(ref _dropped);

    public DateTimeOffset? LastSuccess => Volatile.Read(ref _lastSuccessTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public void Attempted(int records, long bytes)
    {
        Interlocked.Increment(ref _attempts);
        Interlocked.Add(ref _attemptedRecords, records);
        Interlocked.Add(ref _attemptedBytes, bytes);
    }

    public void Succeeded(DateTimeOffset at) => Volatile.Write(ref _lastSuccessTicks, at.UtcTicks);

    public void Retried() => Interlocked.Increment(ref _retries);

    public void Held() => Interlocked.Increment(ref _holds);

    public void Settled(long accepted, long rejected, long dropped)
    {
        Interlocked.Add(ref _accepted, accepted);
        Interlocked.Add(ref _rejected, rejected);
        Interlocked.Add(ref _dropped, dropped);
    }
}
