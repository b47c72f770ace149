using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host;

/// <summary>Runs one collector again and again, 15 s apart in its own time.</summary>
internal sealed class Cycles(ICollector collector)
{
    public const long Second = 1_000_000_000;
    public const long First = 1_800_000_000 * Second;
    public const long Interval = 15 * Second;

    private readonly ResourcePool _pool = new();
    private long _time = First - Interval;

    /// <summary>The time of the last collection.</summary>
    public long Now => _time;

    public async Task<List<MetricPoint>> NextAsync()
    {
        _time += Interval;
        List<MetricPoint> points = [];
        using var writer = new MetricWriter(_pool, _time, batch =>
        {
            points.AddRange(batch.Points);
            batch.Dispose();
        });
        await collector.CollectAsync(writer, CancellationToken.None);
        writer.Flush();
        return points;
    }
}

internal static class MetricPoints
{
    /// <summary>The one point of a metric with the given attribute values, in any order.</summary>
    public static MetricPoint One(this IEnumerable<MetricPoint> points, string metric, params string[] values) =>
        points.Matching(metric, values).Single();

    public static IEnumerable<MetricPoint> Matching(this IEnumerable<MetricPoint> points, string metric, params string[] values) =>
        points.Where(point => point.Instrument.Name == metric && values.All(value => point.Attributes.Items.ToArray().Any(item => item.Value.ToString() == value)));
}
