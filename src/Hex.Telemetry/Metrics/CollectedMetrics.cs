using System.Collections;

namespace Hex.Telemetry;

/// <summary>The points of one collection as a list, for tests: <c>var points = await CollectedMetrics.FromAsync(collector)</c>.</summary>
public sealed class CollectedMetrics : IReadOnlyList<MetricPoint>
{
    private readonly List<MetricPoint> _points;

    private CollectedMetrics(List<MetricPoint> points) => _points = points;

    /// <inheritdoc/>
    public int Count => _points.Count;

    /// <inheritdoc/>
    public MetricPoint this[int index] => _points[index];

    /// <summary>Runs a collector once and keeps what it wrote.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="resources">The pool; a new one when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    public static async Task<CollectedMetrics> FromAsync(
        ICollector collector, ResourcePool? resources = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collector);
        List<MetricPoint> points = [];
        using var writer = new MetricWriter(resources ?? new ResourcePool(), UnixNano.From((timeProvider ?? TimeProvider.System).GetUtcNow()), batch =>
        {
            points.AddRange(batch.Points);
            batch.Dispose();
        });
        await collector.CollectAsync(writer, cancellationToken);
        writer.Flush();
        return new CollectedMetrics(points);
    }

    /// <summary>The points of one metric.</summary>
    public IEnumerable<MetricPoint> Of(string metric) => _points.Where(p => string.Equals(p.Instrument.Name, metric, StringComparison.Ordinal));

    /// <inheritdoc/>
    public IEnumerator<MetricPoint> GetEnumerator() => _points.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
