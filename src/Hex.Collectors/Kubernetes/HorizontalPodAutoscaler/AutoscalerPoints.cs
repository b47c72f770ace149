using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Makes the points of an autoscaler.</summary>
internal static class AutoscalerPoints
{
    private const string Cpu = "cpu";
    private const string Memory = "memory";

    /// <summary>Makes the points.</summary>
    /// <param name="autoscaler">The autoscaler.</param>
    /// <param name="capped">Bounds how many names of metrics there are.</param>
    public static PreparedPoints Of(Hex.Kubernetes.HorizontalPodAutoscaler autoscaler, Func<string, string> capped)
    {
        TelemetryAttribute[] target =
        [
            (AutoscalerSignals.TargetKind.Key, autoscaler.TargetKind),
            (AutoscalerSignals.TargetName.Key, autoscaler.TargetName),
            (AutoscalerSignals.TargetApiVersion.Key, autoscaler.TargetApiVersion),
        ];
        var points = new PreparedPoints();
        var attributes = AttributeSet.Create(target);
        points.Add(AutoscalerSignals.Min, (long)autoscaler.Min, attributes);
        points.Add(AutoscalerSignals.Max, (long)autoscaler.Max, attributes);
        points.Add(AutoscalerSignals.Current, (long)autoscaler.Current, attributes);
        points.Add(AutoscalerSignals.Desired, (long)autoscaler.Desired, attributes);
        AddMetrics(points, AutoscalerSignals.Targets, autoscaler.Targets, autoscaler.Targets, target, capped);
        AddMetrics(points, AutoscalerSignals.Measured, autoscaler.Measured, autoscaler.Targets, target, capped);
        foreach (var condition in autoscaler.Conditions)
        {
            points.AddOnce(AutoscalerSignals.Condition, (long)condition.Status, AttributeSet.Create([.. target, (AutoscalerSignals.ConditionType.Key, condition.Type)]));
        }

        return points;
    }

    private static void AddMetrics(
        PreparedPoints points,
        AutoscalerMetricSignals signals,
        IReadOnlyList<ScalingMetric> metrics,
        IReadOnlyList<ScalingMetric> targets,
        TelemetryAttribute[] target,
        Func<string, string> capped)
    {
        foreach (var metric in metrics)
        {
            if (metric.Type is ScalingMetricType.Resource or ScalingMetricType.ContainerResource)
            {
                var attributes = metric.Container is { Length: > 0 } container
                    ? AttributeSet.Create([.. target, (KubernetesAttributes.ContainerName.Key, container)])
                    : AttributeSet.Create(target);
                switch (metric.Name)
                {
                    case Cpu:
                        AddResource(points, signals.Cpu, metric, attributes, amount => amount.ToDouble());
                        break;
                    case Memory:
                        AddResource(points, signals.Memory, metric, attributes, amount => amount.ToInt64());
                        break;
                }
            }
            else if (ValueOf(metric, targets) is { } value)
            {
                points.AddOnce(signals.Value, value.ToDouble(), AttributeSet.Create(
                    [.. target, (AutoscalerSignals.MetricType.Key, metric.Type.ToString()), (AutoscalerSignals.MetricName.Key, capped(metric.Name))]));
            }
        }
    }

    private static void AddResource(
        PreparedPoints points, AutoscalerResourceSignals signals, ScalingMetric metric, AttributeSet attributes, Func<Quantity, MetricValue> value)
    {
        if (metric.Value is { } total)
        {
            points.AddOnce(signals.Value, value(total), attributes);
        }

        if (metric.AverageValue is { } average)
        {
            points.AddOnce(signals.AverageValue, value(average), attributes);
        }

        if (metric.AverageUtilization is { } percent)
        {
            points.AddOnce(signals.AverageUtilization, (long)percent, attributes);
        }
    }

    /// <summary>A status may give both the total and the average: the one the target speaks of can be compared with it.</summary>
    private static Quantity? ValueOf(ScalingMetric metric, IReadOnlyList<ScalingMetric> targets)
    {
        var isAverage = targets.FirstOrDefault(target => target.Type == metric.Type && target.Name == metric.Name) is { Value: null, AverageValue: not null };
        return isAverage ? metric.AverageValue ?? metric.Value : metric.Value ?? metric.AverageValue;
    }
}
