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
    public static readonly SignalAttribute QosClassKey = Own("k8s.pod.qos_class", "The pod's quality of service: `Guaranteed`, `Burstable`, `BestEffort`.");
    public static readonly SignalAttribute ContainerName = Convention("k8s.container.name", "The container's name in its pod.");
    public static readonly SignalAttribute ContainerKindKey = Own("k8s.container.kind", "What it is to its pod: `app`, `init`, `sidecar`, `ephemeral`.");

    public static readonly SignalAttribute NodeConditionType = Convention("k8s.node.condition.type", "The condition, e.g. `Ready`.");
    public static readonly SignalAttribute NodeConditionStatus = Convention("k8s.node.condition.status", "`true`, `false`, `unknown`.");
    public static readonly SignalAttribute NamespacePhaseKey = Convention("k8s.namespace.phase", "`active`, `terminating`.");
    public static readonly SignalAttribute PodPhaseKey = Convention("k8s.pod.status.phase", "`Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`.");
    public static readonly SignalAttribute PodReason = Convention("k8s.pod.status.reason", "The pod's reason, e.g. `Evicted`.");
    public static readonly SignalAttribute PodConditionType = Own("k8s.pod.condition.type", "The condition, e.g. `PodScheduled`.");
    public static readonly SignalAttribute ContainerStateKey = Convention("k8s.container.status.state", "`waiting`, `running`, `terminated`.");
    public static readonly SignalAttribute ContainerReason = Convention(
        "k8s.container.status.reason", "Why it waits or how it ended, e.g. `CrashLoopBackOff`; words the kubelet does not use are `_OTHER`.");

    public static readonly SignalAttribute LastTerminatedReason = Convention(
        "k8s.container.status.last_terminated_reason", "How it ended the last time, e.g. `OOMKilled`; words the kubelet does not use are `_OTHER`.");

    public static readonly SignalAttribute ContainerId = Convention("container.id", "The runtime's id of its present run.");
    public static readonly SignalAttribute ImageName = Convention("container.image.name", "The image of its spec, without tag and digest.");
    public static readonly SignalAttribute ImageTags = Convention("container.image.tags", "The tag of that image.");
    public static readonly SignalAttribute ContainerStart = Own("k8s.container.start_time", "When its present run began, RFC 3339.");

    public static readonly SignalAttribute OwnerReplicaSet = Convention("k8s.replicaset.name", "The ReplicaSet.");
    public static readonly SignalAttribute OwnerReplicaSetUid = Convention("k8s.replicaset.uid", "The ReplicaSet's UID.");
    public static readonly SignalAttribute OwnerDeployment = Convention("k8s.deployment.name", "The Deployment.");
    public static readonly SignalAttribute OwnerDeploymentUid = Convention("k8s.deployment.uid", "The Deployment's UID.");
    public static readonly SignalAttribute OwnerStatefulSet = Convention("k8s.statefulset.name", "The StatefulSet.");
    public static readonly SignalAttribute OwnerStatefulSetUid = Convention("k8s.statefulset.uid", "The StatefulSet's UID.");
    public static readonly SignalAttribute OwnerDaemonSet = Convention("k8s.daemonset.name", "The DaemonSet.");
    public static readonly SignalAttribute OwnerDaemonSetUid = Convention("k8s.daemonset.uid", "The DaemonSet's UID.");
    public static readonly SignalAttribute OwnerJob = Convention("k8s.job.name", "The Job.");
    public static readonly SignalAttribute OwnerJobUid = Convention("k8s.job.uid", "The Job's UID.");
    public static readonly SignalAttribute OwnerCronJob = Convention("k8s.cronjob.name", "The CronJob.");
    public static readonly SignalAttribute OwnerCronJobUid = Convention("k8s.cronjob.uid", "The CronJob's UID.");
    public static readonly SignalAttribute ServiceName = Convention("service.name", "From the annotation `hexcovery.com/service-name`, else the label `app`.");
    public static readonly SignalAttribute ServiceNamespace = Convention("service.namespace", "From the annotation `hexcovery.com/service-namespace`.");
    public static readonly SignalAttribute ClusterUid = Convention("k8s.cluster.uid", "The UID of the namespace `kube-system`.");

    /// <summary>What every object of a cluster has.</summary>
    public static readonly IReadOnlyList<SignalAttribute> Cluster = [ClusterName, ClusterUid];

    /// <summary>What every object in a namespace has.</summary>
    public static readonly IReadOnlyList<SignalAttribute> Namespaced = [NamespaceName, ServiceName, ServiceNamespace, .. Cluster];

    /// <summary>The resource of a pod.</summary>
    public static readonly IReadOnlyList<SignalAttribute> Pod =
    [
        PodName, PodUid, NodeName, QosClassKey, OwnerReplicaSet, OwnerReplicaSetUid, OwnerDeployment, OwnerDeploymentUid, OwnerStatefulSet, OwnerStatefulSetUid,
        OwnerDaemonSet, OwnerDaemonSetUid, OwnerJob, OwnerJobUid, OwnerCronJob, OwnerCronJobUid, .. Namespaced,
    ];
}
