using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>
/// Writes the points of one measurement at its own time (SIGNALS, rule 10): once. While the time does not advance, its series are only kept.
/// </summary>
internal readonly ref struct UsagePoints(ResourceMetrics points, Timestamp time, bool isNew)
{
    private readonly ResourceMetrics _points = points.At(time.UnixNanoseconds);

    public void Cores(Instrument instrument, Quantity? amount)
    {
        if (amount is { } cores)
        {
            Write(instrument, cores.ToDouble());
        }
    }

    public void Bytes(Instrument instrument, Quantity? amount)
    {
        if (amount is { } bytes)
        {
            Write(instrument, bytes.ToInt64());
        }
    }

    /// <summary>Which part of a limit or request is used; not written where there is none.</summary>
    public void Part(Instrument instrument, Quantity? used, Quantity? of)
    {
        if (used is { } amount && of is { } whole && whole > Quantity.Zero)
        {
            Write(instrument, amount.PartOf(whole));
        }
    }

    private void Write(Instrument instrument, MetricValue value)
    {
        if (isNew)
        {
            _points.Record(instrument, value, AttributeSet.Empty);
        }
        else
        {
            _points.Keep(instrument, AttributeSet.Empty);
        }
    }
}
