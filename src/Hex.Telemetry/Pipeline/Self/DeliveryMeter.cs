using System.Diagnostics.Metrics;

namespace Hex.Telemetry;

/// <summary>What a pipeline shows of its deliveries. Everything is observed when asked for, so counting costs what the pipeline counts anyway.</summary>
internal sealed class DeliveryMeter : IDisposable
{
    private readonly Meter _meter = new(TelemetryMeter.Name);
    private readonly KeyValuePair<string, object?>[] _tags;

    public DeliveryMeter(string signal, string exporter, Delivery delivery)
    {
        _tags = [new("hex.signal", signal), new("hex.exporter", exporter)];
        var totals = delivery.Totals;
        Counter("hex.export.attempts", "{request}", "Requests sent, repeated ones included.", () => totals.Attempts);
        Counter("hex.export.records.sent", "{record}", "Records (or points) in requests sent, repeated ones included.", () => totals.AttemptedRecords);
        Counter("hex.export.bytes", "By", "Bytes in requests sent, before compression.", () => totals.AttemptedBytes);
        Counter("hex.export.retries", "{request}", "Attempts that failed and are repeated.", () => totals.Retries);
        Counter("hex.export.holds", "{request}", "Requests that were held for an endpoint fault or throttling.", () => totals.Holds);
        Counter("hex.export.records.delivered", "{record}", "Records (or points) the backend has.", () => totals.Accepted);
        Counter("hex.export.records.rejected", "{record}", "Records (or points) the backend took a request without.", () => totals.Rejected);
        Counter("hex.export.records.dropped", "{record}", "Records (or points) given up because the backend refuses them.", () => totals.Dropped);
        Gauge("hex.export.held", "1", "1 while data is held for an endpoint fault or throttling.", () => delivery.Held is null ? 0 : 1);
    }

    public void Counter(string name, string unit, string description, Func<long> value) =>
        _meter.CreateObservableCounter(name, () => new Measurement<long>(value(), _tags), unit, description);

    public void Gauge(string name, string unit, string description, Func<long> value) =>
        _meter.CreateObservableGauge(name, () => new Measurement<long>(value(), _tags), unit, description);

    public void Gauge(string name, string unit, string description, Func<double> value) =>
        _meter.CreateObservableGauge(name, () => new Measurement<double>(value(), _tags), unit, description);

    public void Dispose() => _meter.Dispose();
}
