namespace Hex.Kubernetes;

/// <summary>
/// autoscaling/v2 MetricSpec and MetricStatus: <c>{"type":"Resource","resource":{"name":"cpu","target"|"current":{…}}}</c>; the
/// sources pods, object and external carry their name in <c>metric.name</c>.
/// </summary>
internal static class ScalingMetricDecoder
{
    private const int MaxMetrics = 64;

    public static List<ScalingMetric>? ReadAll(ref JsonCursor json)
    {
        List<ScalingMetric>? metrics = null;
        for (var isArray = json.EnterArray(); isArray && json.NextElement();)
        {
            if (!json.EnterObject())
            {
                continue;
            }

            if (Read(ref json) is { } metric)
            {
                if (metrics?.Count >= MaxMetrics)
                {
                    json.CountTruncated();
                    continue;
                }

                (metrics ??= new(2)).Add(metric);
            }
        }

        return metrics;
    }

    // The type is told by the name of the source object; "type" repeats it.
    private static ScalingMetric? Read(ref JsonCursor json)
    {
        ScalingMetric? metric = null;
        while (json.NextProperty())
        {
            ScalingMetricType? type = json.Is("resource"u8) ? ScalingMetricType.Resource
                : json.Is("containerResource"u8) ? ScalingMetricType.ContainerResource
                : json.Is("pods"u8) ? ScalingMetricType.Pods
                : json.Is("object"u8) ? ScalingMetricType.Object
                : json.Is("external"u8) ? ScalingMetricType.External : null;
            if (type is { } known && !json.IsNull)
            {
                metric = ReadSource(ref json, known);
            }
            else
            {
                json.Skip();
            }
        }

        return metric;
    }

    private static ScalingMetric? ReadSource(ref JsonCursor json, ScalingMetricType type)
    {
        string? name = null, container = null;
        Quantity? value = null, averageValue = null;
        int? averageUtilization = null;
        for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("container"u8))
            {
                container = json.Text();
            }
            else if (json.Is("metric"u8))
            {
                name = ReadName(ref json);
            }
            else if (json.Is("target"u8) || json.Is("current"u8))
            {
                for (var isValue = json.EnterObject(); isValue && json.NextProperty();)
                {
                    if (json.Is("value"u8))
                    {
                        value = json.Quantity();
                    }
                    else if (json.Is("averageValue"u8))
                    {
                        averageValue = json.Quantity();
                    }
                    else if (json.Is("averageUtilization"u8))
                    {
                        averageUtilization = json.Int32();
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
            else
            {
                json.Skip();
            }
        }

        return name is { Length: > 0 } ? new ScalingMetric(type, name, container, value, averageValue, averageUtilization) : null;
    }

    private static string? ReadName(ref JsonCursor json)
    {
        string? name = null;
        for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else
            {
                json.Skip();
            }
        }

        return name;
    }
}
