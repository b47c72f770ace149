using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What <see cref="ContainerCollector"/> emits.</summary>
internal static class ContainerSignals
{
    private const string InForce = "status.containerStatuses.resources";
    private const string OfUsage = "Metrics API, status or spec";

    public static readonly MetricSignal State = Convention(
        UpDownSum("k8s.container.status.state", "{container}", "1 for the state it is in, 0 for the others."), "status.containerStatuses.state", ContainerStateKey);

    public static readonly MetricSignal Reason = Convention(
        UpDownSum("k8s.container.status.reason", "{container}", "1 for the reason of its state; no point without one."), "status.containerStatuses.state", ContainerReason);

    public static readonly MetricSignal Ready = Convention(UpDownSum("k8s.container.ready", "{container}", "1 when it is ready, else 0."), "status.containerStatuses");
    public static readonly MetricSignal Started = Own(UpDownSum("k8s.container.started", "{container}", "1 when its startup probe has passed, else 0."), "status.containerStatuses");
    public static readonly MetricSignal RestartCount = Convention(
        UpDownSum("k8s.container.restart.count", "{restart}", "How often it was restarted; can go down."), "status.containerStatuses");

    public static readonly MetricSignal CpuRequestDesired = Convention(UpDownSum("k8s.container.cpu.request.desired", "{cpu}", "Request of its spec."), "spec");
    public static readonly MetricSignal CpuLimitDesired = Convention(UpDownSum("k8s.container.cpu.limit.desired", "{cpu}", "Limit of its spec."), "spec");
    public static readonly MetricSignal MemoryRequestDesired = Convention(UpDownSum("k8s.container.memory.request.desired", "By", "Request of its spec."), "spec");
    public static readonly MetricSignal MemoryLimitDesired = Convention(UpDownSum("k8s.container.memory.limit.desired", "By", "Limit of its spec."), "spec");
    public static readonly MetricSignal CpuRequestCurrent = Convention(UpDownSum("k8s.container.cpu.request.current", "{cpu}", "Request in force."), InForce);
    public static readonly MetricSignal CpuLimitCurrent = Convention(UpDownSum("k8s.container.cpu.limit.current", "{cpu}", "Limit in force."), InForce);
    public static readonly MetricSignal MemoryRequestCurrent = Convention(UpDownSum("k8s.container.memory.request.current", "By", "Request in force."), InForce);
    public static readonly MetricSignal MemoryLimitCurrent = Convention(UpDownSum("k8s.container.memory.limit.current", "By", "Limit in force."), InForce);
    public static readonly MetricSignal StorageRequest = Convention(UpDownSum("k8s.container.ephemeral_storage.request", "By", "Request of its spec."), "spec");
    public static readonly MetricSignal StorageLimit = Convention(UpDownSum("k8s.container.ephemeral_storage.limit", "By", "Limit of its spec."), "spec");
    public static readonly MetricSignal CpuUsage = Convention(Gauge("container.cpu.usage", "{cpu}", "Cores in use."), "Metrics API");
    public static readonly MetricSignal MemoryWorkingSet = Convention(UpDownSum("container.memory.working_set", "By", "Memory in use."), "Metrics API");
    public static readonly MetricSignal CpuLimitUtilization = Convention(Gauge("k8s.container.cpu.limit.utilization", "1", "Cores in use of its limit."), OfUsage);
    public static readonly MetricSignal CpuRequestUtilization = Convention(Gauge("k8s.container.cpu.request.utilization", "1", "Cores in use of its request."), OfUsage);
    public static readonly MetricSignal MemoryLimitUtilization = Own(Gauge("k8s.container.memory.limit.utilization", "1", "Memory in use of its limit."), OfUsage);
    public static readonly MetricSignal MemoryRequestUtilization = Own(Gauge("k8s.container.memory.request.utilization", "1", "Memory in use of its request."), OfUsage);

    public static readonly MetricSignal LastExitCode = Own(
        Gauge("k8s.container.last_terminated.exit_code", "1", "Exit code of its last end."), "lastState.terminated", LastTerminatedReason);

    public static readonly MetricSignal LastSignal = Own(
        Gauge("k8s.container.last_terminated.signal", "1", "Signal of its last end, where one is reported."), "lastState.terminated", LastTerminatedReason);

    public static readonly MetricSignal LastFinished = Own(
        Gauge("k8s.container.last_terminated.finished_time", "s", "When it last ended, Unix time."), "lastState.terminated", LastTerminatedReason);

    public static readonly MetricSignal Info = Own(
        Gauge("k8s.container.info", "1", "Always 1: its attributes are what changes while the container stays the same."), "spec, status", ContainerId, ImageName, ImageTags, ContainerStart);

    public static SignalCatalogue Catalogue { get; } = new(
        "container",
        "Container",
        CollectionScope.Cluster,
        [ContainerName, ContainerKindKey, .. KubernetesAttributes.Pod],
        [
            State, Reason, Ready, Started, RestartCount, CpuRequestDesired, CpuLimitDesired, MemoryRequestDesired, MemoryLimitDesired, CpuRequestCurrent,
            CpuLimitCurrent, MemoryRequestCurrent, MemoryLimitCurrent, StorageRequest, StorageLimit, CpuUsage, MemoryWorkingSet, CpuLimitUtilization,
            CpuRequestUtilization, MemoryLimitUtilization, MemoryRequestUtilization, LastExitCode, LastSignal, LastFinished, Info,
        ])
    {
        Remarks = "Before the kubelet has reported a container it has the points of its spec only. Utilization is of the limit or request in force, else of the spec's.",
    };
}
