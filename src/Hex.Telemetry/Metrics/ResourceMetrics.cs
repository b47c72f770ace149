namespace Hex.Telemetry;

/// <summary>Writes points about one resource. Made by <see cref="MetricWriter.For"/>; chain <see cref="At"/> and <see cref="StartingAt"/> where points have their own times.</summary>
public readonly ref struct ResourceMetrics
{
    private readonly MetricWriter _writer;
    private readonly Resource _resource;
    private readonly long _time;
    private readonly long _startTime;

    internal ResourceMetrics(MetricWriter writer, Resource resource, long time, long startTime)
    {
        _writer = writer;
        _resource = resource;
        _time = time;
        _startTime = startTime;
    }

    /// <summary>The same resource, for points that were true at <paramref name="timeUnixNano"/> (nanoseconds since the Unix epoch).</summary>
    public ResourceMetrics At(long timeUnixNano) => new(_writer, _resource, timeUnixNano, _startTime);

    /// <summary>The same resource, for sums that count since <paramref name="startTimeUnixNano"/> (nanoseconds since the Unix epoch; 0 is unknown).</summary>
    public ResourceMetrics StartingAt(long startTimeUnixNano) => new(_writer, _resource, _time, startTimeUnixNano);

    /// <summary>Writes a point.</summary>
    /// <param name="instrument">The metric, declared once.</param>
    /// <param name="value">A <see cref="long"/>, a <see cref="double"/>, or <see cref="MetricValue.None"/> to end the series.</param>
    /// <param name="attributes">What tells the series of one metric apart.</param>
    public void Record(Instrument instrument, MetricValue value, params ReadOnlySpan<TelemetryAttribute> attributes) =>
        _writer.Add(_resource, instrument, attributes, value, _time, instrument.Kind == InstrumentKind.Gauge ? 0 : _startTime);

    /// <summary>Writes a point whose attributes were made before: a collector that keeps its attribute sets spares their lookup.</summary>
    /// <param name="instrument">The metric, declared once.</param>
    /// <param name="value">A <see cref="long"/>, a <see cref="double"/>, or <see cref="MetricValue.None"/> to end the series.</param>
    /// <param name="attributes">What tells the series of one metric apart.</param>
    public void Record(Instrument instrument, MetricValue value, AttributeSet attributes) =>
        _writer.Add(_resource, instrument, attributes, value, _time, instrument.Kind == InstrumentKind.Gauge ? 0 : _startTime);

    /// <summary>Says that a series goes on although there is no newer value than the last one written: it is not ended, and no point is sent.</summary>
    /// <param name="instrument">The metric.</param>
    /// <param name="attributes">Which of its series.</param>
    public void Keep(Instrument instrument, AttributeSet attributes) => _writer.Keep(_resource, instrument, attributes);
}
