namespace Hex.Telemetry;

/// <summary>Why a run of a log source ended.</summary>
public enum LogRunEnd
{
    /// <summary>The source had an end, and every record is settled.</summary>
    Completed,

    /// <summary>It was cancelled.</summary>
    Stopped,

    /// <summary>The gate closed: another process delivers from now on.</summary>
    GateClosed,
}

/// <summary>What a run of a log source came to.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Read">Records the source gave.</param>
/// <param name="Delivered">Records the backend has.</param>
/// <param name="Rejected">Records the backend took a request without (partial success).</param>
/// <param name="Dropped">Records given up because the backend refuses them for what they hold, or for their size.</param>
public readonly record struct LogRunResult(LogRunEnd End, long Read, long Delivered, long Rejected, long Dropped)
{
    /// <summary>Records that went back to the source, which will give them again.</summary>
    public long Unsettled => Read - Delivered - Rejected - Dropped;
}
