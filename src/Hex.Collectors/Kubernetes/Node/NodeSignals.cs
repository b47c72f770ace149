using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What the node collector emits.</summary>
internal static class NodeSignals
{
    public static readonly MetricSignal CpuCapacity = Own(UpDownSum("k8s.node.cpu.capacity", "{cpu}", "Cores of the node."), "status.capacity");
    public static readonly MetricSignal MemoryCapacity = Own(UpDownSum("k8s.node.memory.capacity", "By", "Memory of the node."), "status.capacity");
    public static readonly MetricSignal StorageCapacity = Own(UpDownSum("k8s.node.ephemeral_storage.capacity", "By", "Ephemeral storage of the node."), "status.capacity");
    public static readonly MetricSignal PodCapacity = Own(UpDownSum("k8s.node.pod.capacity", "{pod}", "Pods the node can have."), "status.capacity");
    public static readonly MetricSignal CpuAllocatable = Convention(UpDownSum("k8s.node.cpu.allocatable", "{cpu}", "Cores for pods."), "status.allocatable");
    public static readonly MetricSignal MemoryAllocatable = Convention(UpDownSum("k8s.node.memory.allocatable", "By", "Memory for pods."), "status.allocatable");
    public static readonly MetricSignal StorageAllocatable = Convention(UpDownSum("k8s.node.ephemeral_storage.allocatable", "By", "Ephemeral storage for pods."), "status.allocatable");
    public static readonly MetricSignal PodAllocatable = Convention(UpDownSum("k8s.node.pod.allocatable", "{pod}", "Pods the scheduler may place."), "status.allocatable");
    public static readonly MetricSignal CpuUsage = Convention(Gauge("k8s.node.cpu.usage", "{cpu}", "Cores in use."), "Metrics API");
    public static readonly MetricSignal MemoryWorkingSet = Convention(UpDownSum("k8s.node.memory.working_set", "By", "Memory in use that cannot be reclaimed at once."), "Metrics API");
    public static readonly MetricSignal PodUsage = Own(UpDownSum("k8s.node.pod.usage", "{pod}", "Pods bound to the node that have not ended."), "pods");
    public static readonly MetricSignal CpuRequest = Own(UpDownSum("k8s.node.cpu.request", "{cpu}", "Sum of the effective requests of those pods."), "pods");
    public static readonly MetricSignal CpuLimit = Own(UpDownSum("k8s.node.cpu.limit", "{cpu}", "Sum of the limits of those pods that have one."), "pods");
    public static readonly MetricSignal MemoryRequest = Own(UpDownSum("k8s.node.memory.request", "By", "Sum of the effective requests of those pods."), "pods");
    public static readonly MetricSignal MemoryLimit = Own(UpDownSum("k8s.node.memory.limit", "By", "Sum of the limits of those pods that have one."), "pods");
    public static readonly MetricSignal ConditionStatus = Convention(
        UpDownSum("k8s.node.condition.status", "{node}", "1 for the status a condition has, 0 for the other two."), "status.conditions", NodeConditionType, NodeConditionStatus);

    public static readonly MetricSignal Unschedulable = Own(Gauge("k8s.node.unschedulable", "{node}", "1 when cordoned, else 0."), "spec.unschedulable");

    public static SignalCatalogue Catalogue { get; } = new(
        "node",
        "Node",
        CollectionScope.Cluster,
        [NodeName, NodeUid, .. Cluster],
        [
            CpuCapacity, MemoryCapacity, StorageCapacity, PodCapacity, CpuAllocatable, MemoryAllocatable, StorageAllocatable, PodAllocatable,
            CpuUsage, MemoryWorkingSet, PodUsage, CpuRequest, CpuLimit, MemoryRequest, MemoryLimit, ConditionStatus, Unschedulable,
        ]);
}
