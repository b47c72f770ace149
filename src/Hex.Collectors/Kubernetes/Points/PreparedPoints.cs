using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Points that change only when their object does: made once, written every time.</summary>
internal sealed class PreparedPoints
{
    private readonly List<(Instrument Instrument, MetricValue Value, AttributeSet Attributes)> _points = [];

    public void Add(Instrument instrument, MetricValue value, AttributeSet attributes) => _points.Add((instrument, value, attributes));

    /// <summary>Adds a point unless its series has one: a name given twice is one series.</summary>
    public void AddOnce(Instrument instrument, MetricValue value, AttributeSet attributes)
    {
        if (!_points.Exists(point => point.Instrument == instrument && point.Attributes.Equals(attributes)))
        {
            Add(instrument, value, attributes);
        }
    }

    public void Write(ResourceMetrics points)
    {
        foreach (var (instrument, value, attributes) in _points)
        {
            points.Record(instrument, value, attributes);
        }
    }
}
