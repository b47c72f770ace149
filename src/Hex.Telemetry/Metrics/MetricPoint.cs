namespace Hex.Telemetry;

/// <summary>One value of one series at one time.</summary>
public readonly struct MetricPoint
{
    internal MetricPoint(Resource resource, Instrument instrument, AttributeSet attributes, MetricValue value, long time, long startTime)
    {
        Resource = resource;
        Instrument = instrument;
        Attributes = attributes;
        Value = value;
        TimeUnixNano = time;
        StartTimeUnixNano = startTime;
    }

    /// <summary>What the point is about.</summary>
    public Resource Resource { get; }

    /// <summary>Which metric.</summary>
    public Instrument Instrument { get; }

    /// <summary>Which series of the metric.</summary>
    public AttributeSet Attributes { get; }

    /// <summary>The value; <see cref="MetricValue.None"/> ends the series (OTLP flag NoRecordedValue).</summary>
    public MetricValue Value { get; }

    /// <summary>When the value was true, in nanoseconds since the Unix epoch.</summary>
    public long TimeUnixNano { get; }

    /// <summary>Since when a cumulative value counts, in nanoseconds since the Unix epoch; 0 where it is unknown or does not apply.</summary>
    public long StartTimeUnixNano { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Instrument.Name}{Attributes} = {Value} {Resource}";
}
