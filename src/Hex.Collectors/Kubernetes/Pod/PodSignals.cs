using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What <see cref="PodCollector"/> emits.</summary>
internal static class PodSignals
{
    private const string Effective = "as the scheduler counts them: init containers, sidecars, overhead, pod-level amounts and resizes included.";

    public static readonly MetricSignal Phase = Convention(
        UpDownSum("k8s.pod.status.phase", "{pod}", "1 for the phase it has, 0 for the others."), "status.phase", PodPhaseKey);

    public static readonly MetricSignal Reason = Convention(
        UpDownSum("k8s.pod.status.reason", "{pod}", "1 for the reason it has; no point without one."), "status.reason", PodReason);

    public static readonly MetricSignal Condition = Own(
        Gauge("k8s.pod.condition", "1", "1 true, 0 false, -1 unknown."), "status.conditions", PodConditionType);

    public static readonly MetricSignal Terminating = Own(Gauge("k8s.pod.terminating", "{pod}", "1 while it is being deleted, else 0."), "metadata.deletionTimestamp");
    public static readonly MetricSignal ContainerCount = Own(
        UpDownSum("k8s.pod.container.count", "{container}", "Containers of its spec by kind; `app` always, others where there are any."), "spec", ContainerKindKey);

    public static readonly MetricSignal RestartCount = Own(UpDownSum("k8s.pod.restart.count", "{restart}", "Sum of the restarts of its containers."), "status");
    public static readonly MetricSignal CpuRequest = Own(UpDownSum("k8s.pod.cpu.request", "{cpu}", "Effective request, " + Effective), "spec, status");
    public static readonly MetricSignal CpuLimit = Own(UpDownSum("k8s.pod.cpu.limit", "{cpu}", "Effective limit, " + Effective), "spec, status");
    public static readonly MetricSignal MemoryRequest = Own(UpDownSum("k8s.pod.memory.request", "By", "Effective request, " + Effective), "spec, status");
    public static readonly MetricSignal MemoryLimit = Own(UpDownSum("k8s.pod.memory.limit", "By", "Effective limit, " + Effective), "spec, status");
    public static readonly MetricSignal StorageRequest = Own(UpDownSum("k8s.pod.ephemeral_storage.request", "By", "Effective request, " + Effective), "spec, status");
    public static readonly MetricSignal StorageLimit = Own(UpDownSum("k8s.pod.ephemeral_storage.limit", "By", "Effective limit, " + Effective), "spec, status");
    public static readonly MetricSignal CpuUsage = Convention(Gauge("k8s.pod.cpu.usage", "{cpu}", "Cores in use by its containers."), "Metrics API");
    public static readonly MetricSignal MemoryWorkingSet = Convention(UpDownSum("k8s.pod.memory.working_set", "By", "Memory in use by its containers."), "Metrics API");

    public static SignalCatalogue Catalogue { get; } = new(
        "pod",
        "Pod",
        CollectionScope.Cluster,
        KubernetesAttributes.Pod,
        [
            Phase, Reason, Condition, Terminating, ContainerCount, RestartCount, CpuRequest, CpuLimit, MemoryRequest, MemoryLimit, StorageRequest, StorageLimit,
            CpuUsage, MemoryWorkingSet,
        ])
    {
        Remarks = "A pod has no limit of a resource for which one of its containers has none.",
    };
}
