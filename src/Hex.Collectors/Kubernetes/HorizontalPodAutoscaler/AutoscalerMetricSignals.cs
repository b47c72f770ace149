using Hex.Telemetry;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What the metrics of an autoscaler should be, or are.</summary>
internal sealed record AutoscalerMetricSignals(AutoscalerResourceSignals Cpu, AutoscalerResourceSignals Memory, MetricSignal Value)
{
    public IReadOnlyList<MetricSignal> All => [Cpu.Value, Cpu.AverageValue, Cpu.AverageUtilization, Memory.Value, Memory.AverageValue, Memory.AverageUtilization, Value];

    /// <summary>Declares them.</summary>
    /// <param name="what"><c>target</c> or <c>current</c>.</param>
    /// <param name="source">Where it is read.</param>
    /// <param name="cpu">Declares the metrics of CPU: the conventions name those of the targets only.</param>
    /// <param name="target">The attributes of what is scaled.</param>
    public static AutoscalerMetricSignals Of(
        string what, string source, Func<Instrument, string, IReadOnlyList<SignalAttribute>, MetricSignal> cpu, IReadOnlyList<SignalAttribute> target) => new(
        AutoscalerResourceSignals.Of(what, "cpu", "{cpu}", source, cpu, target),
        AutoscalerResourceSignals.Of(what, "memory", "By", source, MetricSignal.Own, target),
        MetricSignal.Own(
            Gauge($"k8s.hpa.metric.{what}.value", "1", "Value of a metric of pods, of an object or from outside."), source,
            [.. target, AutoscalerSignals.MetricType, AutoscalerSignals.MetricName]));
}

/// <summary>What CPU or memory should be, or is.</summary>
internal sealed record AutoscalerResourceSignals(MetricSignal Value, MetricSignal AverageValue, MetricSignal AverageUtilization)
{
    public static AutoscalerResourceSignals Of(
        string what,
        string resource,
        string unit,
        string source,
        Func<Instrument, string, IReadOnlyList<SignalAttribute>, MetricSignal> declare,
        IReadOnlyList<SignalAttribute> target)
    {
        IReadOnlyList<SignalAttribute> attributes = [.. target, KubernetesAttributes.ContainerName];
        return new(
            declare(Gauge($"k8s.hpa.metric.{what}.{resource}.value", unit, "Total over the pods."), source, attributes),
            declare(Gauge($"k8s.hpa.metric.{what}.{resource}.average_value", unit, "Average per pod."), source, attributes),
            declare(Gauge($"k8s.hpa.metric.{what}.{resource}.average_utilization", "1", "Average in percent of the request."), source, attributes));
    }
}
