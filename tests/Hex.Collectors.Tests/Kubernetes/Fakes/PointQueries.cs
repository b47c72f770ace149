using Hex.Telemetry;

namespace Hex.Collectors.Tests.Kubernetes;

/// <summary>Finds points by what a person would name them by.</summary>
internal static class PointQueries
{
    /// <summary>The points whose resource or attributes say all of <c>key=value</c>.</summary>
    public static IReadOnlyList<MetricPoint> Find(this IEnumerable<MetricPoint> points, string metric, params string[] conditions) =>
        [.. points.Where(point => point.Instrument.Name == metric && conditions.All(condition => Says(point, condition)))];

    /// <summary>The value of the one point; null when there is none.</summary>
    public static double? Value(this IEnumerable<MetricPoint> points, string metric, params string[] conditions)
    {
        var found = points.Find(metric, conditions);
        Assert.True(found.Count <= 1, $"{found.Count} points of {metric} {string.Join(' ', conditions)}");
        return found.Count == 0 ? null : found[0].Value.AsDouble;
    }

    private static bool Says(MetricPoint point, string condition)
    {
        var (key, value) = (condition[..condition.IndexOf('=')], condition[(condition.IndexOf('=') + 1)..]);
        return (point.Attributes.TryGet(key, out var own) && own.ToString() == value)
            || (point.Resource.Attributes.TryGet(key, out var of) && (of.ToString() == value || (value.EndsWith('*') && of.ToString().StartsWith(value[..^1], StringComparison.Ordinal))));
    }
}
