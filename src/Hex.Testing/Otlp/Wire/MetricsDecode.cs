using Hex.Testing.Otlp.Proto;

namespace Hex.Testing.Otlp.Wire;

/// <summary>Flattens a metrics request, decoded by generated code.</summary>
internal static class MetricsDecode
{
    public static List<ReceivedMetricPoint> Points(ReadOnlySpan<byte> request)
    {
        Utf8Check.Check(request, ExportMetricsServiceRequest.Descriptor);
        var points = new List<ReceivedMetricPoint>();
        foreach (var resourceMetrics in ExportMetricsServiceRequest.Parser.ParseFrom(request).ResourceMetrics)
        {
            var resource = Attributes.Of(resourceMetrics.Resource?.Attributes);
            foreach (var scopeMetrics in resourceMetrics.ScopeMetrics)
            {
                foreach (var metric in scopeMetrics.Metrics)
                    Add(points, metric, resource, scopeMetrics.Scope?.Name ?? "");
            }
        }

        return points;
    }

    private static void Add(List<ReceivedMetricPoint> points, Metric metric, Dictionary<string, object?> resource, string scope)
    {
        switch (metric.DataCase)
        {
            case Metric.DataOneofCase.Gauge:
                foreach (var point in metric.Gauge.DataPoints)
                    points.Add(Number(metric, point, resource, scope, ReceivedMetricKind.Gauge, AggregationTemporality.Unspecified, false));
                break;
            case Metric.DataOneofCase.Sum:
                foreach (var point in metric.Sum.DataPoints)
                {
                    points.Add(Number(
                        metric, point, resource, scope, ReceivedMetricKind.Sum, metric.Sum.AggregationTemporality, metric.Sum.IsMonotonic));
                }

                break;
            case Metric.DataOneofCase.Histogram:
                foreach (var point in metric.Histogram.DataPoints)
                    points.Add(Buckets(metric, point, resource, scope));
                break;
            default:
                throw new InvalidDataException($"The metric {metric.Name} has no gauge, sum or histogram.");
        }
    }

    private static ReceivedMetricPoint Number(
        Metric metric,
        NumberDataPoint point,
        Dictionary<string, object?> resource,
        string scope,
        ReceivedMetricKind kind,
        AggregationTemporality temporality,
        bool monotonic) => new()
        {
            Resource = resource,
            Scope = scope,
            Name = metric.Name,
            Unit = metric.Unit,
            Description = metric.Description,
            Kind = kind,
            Temporality = (ReceivedTemporality)temporality,
            Monotonic = monotonic,
            Attributes = Attributes.Of(point.Attributes),
            StartTimeUnixNano = point.StartTimeUnixNano,
            TimeUnixNano = point.TimeUnixNano,
            DoubleValue = point.ValueCase == NumberDataPoint.ValueOneofCase.AsDouble ? point.AsDouble : null,
            IntValue = point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : null,
            NoRecordedValue = HasNoValue(point.Flags),
            Histogram = null,
        };

    private static ReceivedMetricPoint Buckets(Metric metric, HistogramDataPoint point, Dictionary<string, object?> resource, string scope) => new()
    {
        Resource = resource,
        Scope = scope,
        Name = metric.Name,
        Unit = metric.Unit,
        Description = metric.Description,
        Kind = ReceivedMetricKind.Histogram,
        Temporality = (ReceivedTemporality)metric.Histogram.AggregationTemporality,
        Monotonic = false,
        Attributes = Attributes.Of(point.Attributes),
        StartTimeUnixNano = point.StartTimeUnixNano,
        TimeUnixNano = point.TimeUnixNano,
        DoubleValue = null,
        IntValue = null,
        NoRecordedValue = HasNoValue(point.Flags),
        Histogram = new ReceivedHistogram(point.Count, point.HasSum ? point.Sum : null, [.. point.BucketCounts], [.. point.ExplicitBounds]),
    };

    private static bool HasNoValue(uint flags) => (flags & (uint)DataPointFlags.NoRecordedValueMask) != 0;
}
