using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>The whole way of a request to a leaf: halving(holding(retrying(sending))).</summary>
internal sealed class Delivery : IDisposable
{
    private readonly SemaphoreSlim _slots;
    private readonly Outage _retry;
    private readonly Outage _fault;
    private readonly Outage _throttling;
    private readonly Halving _outermost;

    public Delivery(string exporter, int maxInFlight, DeliveryOptions options, TimeProvider time, Random random, ILogger logger)
    {
        _slots = new SemaphoreSlim(maxInFlight);
        var causes = new OutageCauses(time);
        _retry = new Outage(OutageKind.Retry, exporter, causes, time, logger);
        _fault = new Outage(OutageKind.Fault, exporter, causes, time, logger);
        _throttling = new Outage(OutageKind.Throttling, exporter, causes, time, logger);
        var retryDelays = new Backoff(options.MinRetryDelay, options.MaxRetryDelay, random);
        var holdDelays = new Backoff(options.MinHoldDelay, options.MaxHoldDelay, random);
        var sending = new Sending(exporter, _slots, Totals, time);
        var retrying = new Retrying(sending, _retry, retryDelays, Totals);
        var holding = new Holding(retrying, _fault, holdDelays, Totals);
        _outermost = new Halving(holding, exporter, _throttling, holdDelays, options, Totals, time, logger);
    }

    public DeliveryTotals Totals { get; } = new();

    /// <summary>Since when and why the endpoint or throttling keeps data from moving; null when it moves.</summary>
    public (DateTimeOffset Since, string Reason)? Held => _fault.Current ?? _throttling.Current;

    /// <summary>Since when and why requests are tried again; null when none is.</summary>
    public (DateTimeOffset Since, string Reason)? Retrying => _retry.Current;

    public ValueTask<DeliveryOutcome> DeliverAsync(ExportRequest request, IDeliveryGate? gate, CancellationToken cancellationToken) =>
        _outermost.DeliverAsync(request, 0, request.Count, gate, cancellationToken);

    public void Dispose() => _slots.Dispose();
}
