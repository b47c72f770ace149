using System.Diagnostics.Metrics;
using MeterInstrument = System.Diagnostics.Metrics.Instrument;

namespace Hex.Telemetry;

/// <summary>
/// Exports .NET meters like any other signal: <c>new MeterCollector([TelemetryMeter.Name], ("service.name", "my-program"))</c>.
/// Counters count from the moment this is made. A histogram becomes two counters, <c>{name}.count</c> and <c>{name}.sum</c>.
/// </summary>
public sealed class MeterCollector : ICollector, IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _meters;
    private readonly TelemetryAttribute[] _resource;
    private readonly MeterListener _listener = new();
    private readonly AttributeInterner _attributes = new();
    private readonly Dictionary<(MeterInstrument, AttributeSet), MeterSeries> _series = [];
    private readonly Dictionary<MeterInstrument, MeterMapping> _mappings = [];
    private readonly long _startTime;

    /// <summary>Listens to every meter of the given names, those made later included.</summary>
    /// <param name="meters">Names of meters.</param>
    /// <param name="resource">What the points are about.</param>
    public MeterCollector(IEnumerable<string> meters, params ReadOnlySpan<TelemetryAttribute> resource)
        : this(meters, TimeProvider.System, resource)
    {
    }

    /// <summary>Listens to every meter of the given names, those made later included.</summary>
    /// <param name="meters">Names of meters.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="resource">What the points are about.</param>
    public MeterCollector(IEnumerable<string> meters, TimeProvider timeProvider, params ReadOnlySpan<TelemetryAttribute> resource)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _meters = new HashSet<string>(meters, StringComparer.Ordinal);
        _resource = resource.ToArray();
        _startTime = UnixNano.From(timeProvider.GetUtcNow());
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => Forget(instrument);
        _listener.SetMeasurementEventCallback<byte>((i, value, tags, _) => Measure(i, value, tags));
        _listener.SetMeasurementEventCallback<short>((i, value, tags, _) => Measure(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Measure(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Measure(i, value, tags));
        _listener.SetMeasurementEventCallback<float>((i, value, tags, _) => Measure(i, (double)value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Measure(i, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((i, value, tags, _) => Measure(i, (double)value, tags));
        _listener.Start();
    }

    /// <inheritdoc/>
    public string Name => "self";

    /// <inheritdoc/>
    public CollectionScope Scope => CollectionScope.Node;

    /// <inheritdoc/>
    public ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _listener.RecordObservableInstruments();
        var self = writer.For(writer.Resources.Get(_resource), _startTime);
        lock (_lock)
        {
            foreach (var ((_, attributes), series) in _series)
            {
                series.Write(self, attributes);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private static AttributeValue ToValue(object? value) => value switch
    {
        null => default,
        string text => text,
        bool flag => flag,
        long number => number,
        int number => (long)number,
        double number => number,
        float number => (double)number,
        string[] list => list,
        _ => value.ToString(),
    };

    private void Measure(MeterInstrument instrument, MetricValue value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<TelemetryAttribute> attributes = new TelemetryAttribute[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            attributes[i] = new TelemetryAttribute(tags[i].Key, ToValue(tags[i].Value));
        }

        lock (_lock)
        {
            if (!_mappings.TryGetValue(instrument, out var mapping))
            {
                _mappings.Add(instrument, mapping = new MeterMapping(instrument));
            }

            var key = (instrument, _attributes.Get(attributes));
            if (!_series.TryGetValue(key, out var series))
            {
                _series.Add(key, series = new MeterSeries(mapping));
            }

            series.Measure(value);
        }
    }

    private void Forget(MeterInstrument instrument)
    {
        lock (_lock)
        {
            _mappings.Remove(instrument);
            foreach (var key in _series.Keys)
            {
                if (ReferenceEquals(key.Item1, instrument))
                {
                    _series.Remove(key);
                }
            }
        }
    }
}
