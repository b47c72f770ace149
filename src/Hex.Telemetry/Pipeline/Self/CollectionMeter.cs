using System.Diagnostics.Metrics;

namespace Hex.Telemetry;

/// <summary>What a scheduler shows of its collectors.</summary>
internal sealed class CollectionMeter : IDisposable
{
    private readonly Meter _meter = new(TelemetryMeter.Name);
    private readonly Counter<long> _runs;
    private readonly Counter<long> _failures;
    private readonly Counter<double> _time;

    public CollectionMeter()
    {
        _runs = _meter.CreateCounter<long>("hex.collector.runs", "{collection}", "Collections that ended.");
        _failures = _meter.CreateCounter<long>("hex.collector.failures", "{collection}", "Collections that failed.");
        _time = _meter.CreateCounter<double>("hex.collector.time", "s", "Time that collections took.");
    }

    public void Collected(string collector, TimeSpan took, bool failed)
    {
        var tag = new KeyValuePair<string, object?>("hex.collector", collector);
        _runs.Add(1, tag);
        _time.Add(took.TotalSeconds, tag);
        if (failed)
        {
            _failures.Add(1, tag);
        }
    }

    public void Dispose() => _meter.Dispose();
}
