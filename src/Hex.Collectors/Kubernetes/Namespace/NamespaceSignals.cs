using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What the namespace collector emits.</summary>
internal static class NamespaceSignals
{
    public static readonly MetricSignal Phase = Convention(
        UpDownSum("k8s.namespace.phase", "{namespace}", "1 for the phase it has, 0 for the other."), "status.phase", NamespacePhaseKey);

    public static readonly MetricSignal PodCount = Own(UpDownSum("k8s.namespace.pod.count", "{pod}", "Pods by phase."), "pods", PodPhaseKey);
    public static readonly MetricSignal ContainerCount = Own(
        UpDownSum("k8s.namespace.container.count", "{container}", "Containers by state, of all kinds."), "pods", ContainerStateKey);

    public static readonly MetricSignal CpuRequest = Own(UpDownSum("k8s.namespace.cpu.request", "{cpu}", Requests), "pods");
    public static readonly MetricSignal CpuLimit = Own(UpDownSum("k8s.namespace.cpu.limit", "{cpu}", Limits), "pods");
    public static readonly MetricSignal MemoryRequest = Own(UpDownSum("k8s.namespace.memory.request", "By", Requests), "pods");
    public static readonly MetricSignal MemoryLimit = Own(UpDownSum("k8s.namespace.memory.limit", "By", Limits), "pods");
    public static readonly MetricSignal StorageRequest = Own(UpDownSum("k8s.namespace.ephemeral_storage.request", "By", Requests), "pods");
    public static readonly MetricSignal StorageLimit = Own(UpDownSum("k8s.namespace.ephemeral_storage.limit", "By", Limits), "pods");
    public static readonly MetricSignal CpuUsage = Own(Gauge("k8s.namespace.cpu.usage", "{cpu}", "Cores in use by its pods."), "Metrics API");
    public static readonly MetricSignal MemoryWorkingSet = Own(UpDownSum("k8s.namespace.memory.working_set", "By", "Memory in use by its pods."), "Metrics API");

    private const string Requests = "Sum of the effective requests of its pods that have not ended.";
    private const string Limits = "Sum of the limits of its pods that have one and have not ended.";

    public static SignalCatalogue Catalogue { get; } = new(
        "namespace",
        "Namespace",
        CollectionScope.Cluster,
        [NamespaceName, NamespaceUid, .. Cluster],
        [Phase, PodCount, ContainerCount, CpuRequest, CpuLimit, MemoryRequest, MemoryLimit, StorageRequest, StorageLimit, CpuUsage, MemoryWorkingSet]);
}
