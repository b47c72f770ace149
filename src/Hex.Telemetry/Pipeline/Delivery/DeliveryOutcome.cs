namespace Hex.Telemetry;

/// <summary>How a delivery ended.</summary>
internal enum DeliveryEnd
{
    /// <summary>Every record is settled: accepted, rejected or dropped.</summary>
    Completed,

    /// <summary>The gate closed first.</summary>
    Abandoned,

    /// <summary>The caller cancelled first.</summary>
    Cancelled,
}

/// <summary>What became of a request.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Settled">How many records from the range's start are settled; the others may or may not have arrived.</param>
/// <param name="Accepted">Records the far side has.</param>
/// <param name="Rejected">Records the far side accepted the request without (partial success).</param>
/// <param name="Dropped">Records given up because they were refused for what they hold, or for their size.</param>
internal readonly record struct DeliveryOutcome(DeliveryEnd End, int Settled, long Accepted, long Rejected, long Dropped);
