using System.Globalization;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Kubernetes;

/// <summary>Writes points as lines people can compare with what kubectl shows.</summary>
internal static class PointText
{
    /// <summary>Points under their resources; both sorted.</summary>
    public static string Of(IEnumerable<MetricPoint> points) => string.Concat(points
        .GroupBy(point => ResourceOf(point.Resource))
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key}\n{string.Concat(group.Select(Line).Order(StringComparer.Ordinal))}\n"));

    /// <summary><c>metric{attributes} value unit</c>, with the time where it is the point's own.</summary>
    public static string Line(MetricPoint point)
    {
        var attributes = point.Attributes.Count == 0 ? "" : $"{{{string.Join(", ", point.Attributes.Items.ToArray().Select(item => $"{Short(item.Key)}={item.Value}"))}}}";
        var time = point.TimeUnixNano == UnixNano(RecordedCluster.Time) ? "" : $" at {Time(point.TimeUnixNano)}";
        return $"  {point.Instrument.Name}{attributes} {point.Value} {point.Instrument.Unit}{time}\n";
    }

    /// <summary>The attributes of a resource without uids and what all resources share.</summary>
    private static string ResourceOf(Resource resource) => string.Join(
        ' ', resource.Attributes.Items.ToArray().Where(item => item.Key != "k8s.cluster.uid").Select(item => $"{Short(item.Key)}={item.Value}"));

    public static long UnixNano(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    public static string Time(long unixNano) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNano / 100).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Short(string key) => key.StartsWith("k8s.", StringComparison.Ordinal) ? key[4..] : key;
}
