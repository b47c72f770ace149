namespace Hex.Telemetry;

/// <summary>
/// One decorator on the way to a leaf. Each takes care of some results and hands on the others:
/// sending → retrying (no more <see cref="ExportStatus.Retry"/>) → holding (no more <see cref="ExportStatus.EndpointFault"/>) → halving (none but accepted).
/// Thread-safe: several requests pass at a time.
/// </summary>
internal interface IDeliveryStep
{
    /// <summary>Sends a range, perhaps more than once.</summary>
    /// <returns>Null when the gate is closed.</returns>
    /// <exception cref="OperationCanceledException">Cancelled by <paramref name="cancellationToken"/>.</exception>
    ValueTask<ExportResult?> SendAsync(ExportRequest request, int first, int count, IDeliveryGate? gate, CancellationToken cancellationToken);
}
