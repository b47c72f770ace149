using MeterInstrument = System.Diagnostics.Metrics.Instrument;

namespace Hex.Telemetry;

/// <summary>How measurements of a .NET instrument add up.</summary>
internal enum MeterAggregation
{
    /// <summary>The last one counts: gauges and everything observed.</summary>
    Last,

    /// <summary>They add up.</summary>
    Sum,

    /// <summary>They add up and are counted.</summary>
    Histogram,
}

/// <summary>Which metrics a .NET instrument becomes.</summary>
internal sealed class MeterMapping
{
    public MeterMapping(MeterInstrument source)
    {
        // The kind is the generic type's name: there is no other way to ask an instrument what it is.
        var type = source.GetType().Name;
        var observed = source.IsObservable;
        var unit = source.Unit ?? "1";
        var description = source.Description ?? "";
        if (type.StartsWith("Histogram", StringComparison.Ordinal))
        {
            Aggregation = MeterAggregation.Histogram;
            Value = Instrument.Counter(source.Name + ".sum", unit, description);
            Count = Instrument.Counter(source.Name + ".count", "{measurement}", description);
        }
        else
        {
            var kind = type.Contains("UpDownCounter", StringComparison.Ordinal) ? InstrumentKind.UpDownSum
                : type.Contains("Counter", StringComparison.Ordinal) ? InstrumentKind.Counter
                : InstrumentKind.Gauge;
            Aggregation = observed || kind == InstrumentKind.Gauge ? MeterAggregation.Last : MeterAggregation.Sum;
            Value = new Instrument(source.Name, unit, kind, description);
        }
    }

    public MeterAggregation Aggregation { get; }

    public Instrument Value { get; }

    public Instrument? Count { get; }
}

/// <summary>What one series of a .NET instrument has come to.</summary>
internal sealed class MeterSeries(MeterMapping mapping)
{
    private MetricValue _value;
    private long _count;

    public void Measure(MetricValue value)
    {
        _count++;
        _value = mapping.Aggregation == MeterAggregation.Last || !_value.HasValue ? value
            : value.IsInteger && _value.IsInteger ? _value.AsInt64 + value.AsInt64
            : _value.AsDouble + value.AsDouble;
    }

    public void Write(in ResourceMetrics self, AttributeSet attributes)
    {
        self.Record(mapping.Value, _value, attributes.Items);
        if (mapping.Count is { } count)
        {
            self.Record(count, _count, attributes.Items);
        }
    }
}
