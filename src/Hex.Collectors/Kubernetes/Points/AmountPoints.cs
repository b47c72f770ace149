using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Writes amounts in the units of the signals: cores as doubles, bytes and counts as integers. What is not set is not written.</summary>
internal static class AmountPoints
{
    public static void Cores(this ResourceMetrics points, Instrument instrument, Quantity? amount)
    {
        if (amount is { } cores)
        {
            points.Record(instrument, cores.ToDouble(), AttributeSet.Empty);
        }
    }

    public static void Whole(this ResourceMetrics points, Instrument instrument, Quantity? amount)
    {
        if (amount is { } units)
        {
            points.Record(instrument, units.ToInt64(), AttributeSet.Empty);
        }
    }

    public static void Count(this ResourceMetrics points, Instrument instrument, long count) => points.Record(instrument, count, AttributeSet.Empty);

    public static void Flag(this ResourceMetrics points, Instrument instrument, bool isTrue) => points.Record(instrument, isTrue ? 1L : 0L, AttributeSet.Empty);

    public static void Seconds(this ResourceMetrics points, Instrument instrument, Timestamp time)
    {
        if (time.IsSet)
        {
            points.Record(instrument, time.UnixNanoseconds / 1_000_000_000, AttributeSet.Empty);
        }
    }
}
