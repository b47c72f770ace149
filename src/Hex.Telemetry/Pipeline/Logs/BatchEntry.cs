namespace Hex.Telemetry;

/// <summary>A batch on its way, and how many claims there are on it: one per request that holds a part of it, and the pump's own while it is encoded.</summary>
internal sealed class BatchEntry(LogBatch batch)
{
    private int _claims = 1;
    private volatile bool _failed;

    public LogBatch Batch { get; } = batch;

    /// <summary>Where it is encoded; guarded by the pump's lock.</summary>
    public LogLane? Lane { get; set; }

    /// <summary>The first record not yet in a request; guarded by the pump's lock.</summary>
    public int Next { get; set; }

    public bool Failed => _failed;

    /// <summary>Some of its records are not delivered: it must come again.</summary>
    public void Fail() => _failed = true;

    public void Claim() => Interlocked.Increment(ref _claims);

    /// <summary>Gives up a claim; true for the last one, who ends the batch.</summary>
    public bool Release() => Interlocked.Decrement(ref _claims) == 0;
}
