using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What <see cref="HorizontalPodAutoscalerCollector"/> emits.</summary>
internal static class AutoscalerSignals
{
    public static readonly SignalAttribute Name = SignalAttribute.Convention("k8s.hpa.name", "The autoscaler.");
    public static readonly SignalAttribute Uid = SignalAttribute.Convention("k8s.hpa.uid", "The autoscaler's UID.");
    public static readonly SignalAttribute TargetKind = SignalAttribute.Convention("k8s.hpa.scaletargetref.kind", "The kind of what it scales, e.g. `Deployment`.");
    public static readonly SignalAttribute TargetName = SignalAttribute.Convention("k8s.hpa.scaletargetref.name", "The name of what it scales.");
    public static readonly SignalAttribute TargetApiVersion = SignalAttribute.Convention("k8s.hpa.scaletargetref.api_version", "The API of what it scales, e.g. `apps/v1`.");
    public static readonly SignalAttribute ConditionType = SignalAttribute.Own("k8s.hpa.condition.type", "`AbleToScale`, `ScalingActive`, `ScalingLimited`.");
    public static readonly SignalAttribute MetricType = SignalAttribute.Convention("k8s.hpa.metric.type", "`Pods`, `Object`, `External`.");
    public static readonly SignalAttribute MetricName = SignalAttribute.Own("k8s.hpa.metric.name", "The metric it scales by; over 1,000 names in a cluster, `_OTHER`.");

    private static readonly SignalAttribute[] Target = [TargetKind, TargetName, TargetApiVersion];

    public static readonly MetricSignal Min = Convention(UpDownSum("k8s.hpa.pod.min", "{pod}", "Fewest pods."), "spec.minReplicas (1 when not set)", Target);
    public static readonly MetricSignal Max = Convention(UpDownSum("k8s.hpa.pod.max", "{pod}", "Most pods."), "spec.maxReplicas", Target);
    public static readonly MetricSignal Current = Convention(UpDownSum("k8s.hpa.pod.current", "{pod}", "Pods there are."), "status.currentReplicas", Target);
    public static readonly MetricSignal Desired = Convention(UpDownSum("k8s.hpa.pod.desired", "{pod}", "Pods there should be."), "status.desiredReplicas", Target);
    public static readonly MetricSignal Condition = Own(
        Gauge("k8s.hpa.condition", "1", "1 true, 0 false, -1 unknown."), "status.conditions", [.. Target, ConditionType]);

    public static readonly AutoscalerMetricSignals Targets = AutoscalerMetricSignals.Of("target", "spec.metrics", MetricSignal.Convention, Target);
    public static readonly AutoscalerMetricSignals Measured = AutoscalerMetricSignals.Of("current", "status.currentMetrics", MetricSignal.Own, Target);

    public static SignalCatalogue Catalogue { get; } = new(
        "hpa",
        "HorizontalPodAutoscaler",
        CollectionScope.Cluster,
        [Name, Uid, .. Namespaced],
        [Min, Max, Current, Desired, .. Targets.All, .. Measured.All, Condition])
    {
        Remarks = "Utilization is in percent of the request, as in the API. CPU and memory of one container carry its name. "
            + "The value of another metric is the average per pod where the target is one, else the total.",
    };
}
