namespace Hex.Telemetry;

/// <summary>
/// The thread that runs through batches which must reach the backend one after the other: a log reader makes one per file.
/// While a batch of an order is on its way, the pipeline sends no other batch of it on another way.
/// </summary>
public sealed class DeliveryOrder
{
    /// <summary>The lane that carries the order's undelivered batches; kept by the pipeline, guarded by its lock.</summary>
    internal object? Lane { get; set; }

    /// <summary>How many of the order's batches are undelivered; kept by the pipeline, guarded by its lock.</summary>
    internal int Undelivered { get; set; }
}
