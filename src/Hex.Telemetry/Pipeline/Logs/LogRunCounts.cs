namespace Hex.Telemetry;

/// <summary>What the runs of one source came to so far. Thread-safe.</summary>
internal sealed class LogRunCounts
{
    private long _read;
    private long _accepted;
    private long _rejected;
    private long _dropped;

    public long Read => Volatile.Read(ref _read);

    public void Add(int read) => Interlocked.Add(ref _read, read);

    public void Add(in DeliveryOutcome outcome)
    {
        Interlocked.Add(ref _accepted, outcome.Accepted);
        Interlocked.Add(ref _rejected, outcome.Rejected);
        Interlocked.Add(ref _dropped, outcome.Dropped);
    }

    public LogRunResult ToResult(LogRunEnd end) =>
        new(end, Read, Volatile.Read(ref _accepted), Volatile.Read(ref _rejected), Volatile.Read(ref _dropped));
}
