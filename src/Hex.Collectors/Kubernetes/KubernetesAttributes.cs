using static Hex.Collectors.SignalAttribute;

namespace Hex.Collectors.Kubernetes;

/// <summary>The attributes of Kubernetes signals, declared once.</summary>
internal static class KubernetesAttributes
{
    public static readonly SignalAttribute ClusterName = Convention("k8s.cluster.name", "The cluster, where it is configured or known.");
    public static readonly SignalAttribute NodeName = Convention("k8s.node.name", "The node.");
    public static readonly SignalAttribute NodeUid = Convention("k8s.node.uid", "The node's UID.");
    public static readonly SignalAttribute NamespaceName = Convention("k8s.namespace.name", "The namespace.");
    public static readonly SignalAttribute NamespaceUid = Own("k8s.namespace.uid", "The namespace's UID.");
    public static readonly SignalAttribute PodName = Convention("k8s.pod.name", "The pod.");
    public static readonly SignalAttribute PodUid = Convention("k8s.pod.uid", "The pod's UID.");
    public static readonly SignalAttribute QosClass = Own("k8s.pod.qos_class", "The pod's quality of service: `Guaranteed`, `Burstable`, `BestEffort`.");
    public static readonly SignalAttribute ContainerName = Convention("k8s.container.name", "The container's name in its pod.");
    public static readonly SignalAttribute ContainerKind = Own("k8s.container.kind", "What it is to its pod: `app`, `init`, `sidecar`, `ephemeral`.");

    public static readonly SignalAttribute NodeConditionType = Convention("k8s.node.condition.type", "The condition, e.g. `Ready`.");
    public static readonly SignalAttribute NodeConditionStatus = Convention("k8s.node.condition.status", "`true`, `false`, `unknown`.");
    public static readonly SignalAttribute NamespacePhase = Convention("k8s.namespace.phase", "`active`, `terminating`.");
    public static readonly SignalAttribute PodPhase = Convention("k8s.pod.status.phase", "`Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`.");
    public static readonly SignalAttribute PodReason = Convention("k8s.pod.status.reason", "The pod's reason, e.g. `Evicted`.");
    public static readonly SignalAttribute PodConditionType = Own("k8s.pod.condition.type", "The condition, e.g. `PodScheduled`.");
    public static readonly SignalAttribute ContainerState = Convention("k8s.container.status.state", "`waiting`, `running`, `terminated`.");
    public static readonly SignalAttribute ContainerReason = Convention(
        "k8s.container.status.reason", "Why it waits or how it ended, e.g. `CrashLoopBackOff`; words the kubelet does not use are `_OTHER`.");

    public static readonly SignalAttribute LastTerminatedReason = Convention(
        "k8s.container.status.last_terminated_reason", "How it ended the last time, e.g. `OOMKilled`; words the kubelet does not use are `_OTHER`.");
}
