using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What <see cref="WorkloadCollector"/> emits.</summary>
internal static class WorkloadSignals
{
    public static readonly MetricSignal DeploymentDesired = Convention(UpDownSum("k8s.deployment.pod.desired", "{pod}", "Pods asked for."), "spec.replicas (1 when not set)");
    public static readonly MetricSignal DeploymentAvailable = Convention(UpDownSum("k8s.deployment.pod.available", "{pod}", "Pods ready for minReadySeconds."), "status");
    public static readonly MetricSignal DeploymentReady = Own(UpDownSum("k8s.deployment.pod.ready", "{pod}", "Pods that are ready."), "status");
    public static readonly MetricSignal DeploymentUpdated = Own(UpDownSum("k8s.deployment.pod.updated", "{pod}", "Pods of the newest template."), "status");
    public static readonly MetricSignal DeploymentUnavailable = Own(UpDownSum("k8s.deployment.pod.unavailable", "{pod}", "Pods missing to full availability."), "status");
    public static readonly MetricSignal DeploymentCurrent = Own(UpDownSum("k8s.deployment.pod.current", "{pod}", "Pods that exist."), "status");
    public static readonly MetricSignal DeploymentPaused = Own(Gauge("k8s.deployment.paused", "{deployment}", "1 while rollouts are held back, else 0."), "spec.paused");
    public static readonly WorkloadStateSignals DeploymentState = WorkloadStateSignals.Of("deployment");

    public static readonly MetricSignal StatefulSetDesired = Convention(UpDownSum("k8s.statefulset.pod.desired", "{pod}", "Pods asked for."), "spec.replicas (1 when not set)");
    public static readonly MetricSignal StatefulSetReady = Convention(UpDownSum("k8s.statefulset.pod.ready", "{pod}", "Pods that are ready."), "status");
    public static readonly MetricSignal StatefulSetCurrent = Convention(UpDownSum("k8s.statefulset.pod.current", "{pod}", "Pods of the current revision."), "status");
    public static readonly MetricSignal StatefulSetUpdated = Convention(UpDownSum("k8s.statefulset.pod.updated", "{pod}", "Pods of the update revision."), "status");
    public static readonly MetricSignal StatefulSetAvailable = Own(UpDownSum("k8s.statefulset.pod.available", "{pod}", "Pods ready for minReadySeconds."), "status");
    public static readonly WorkloadStateSignals StatefulSetState = WorkloadStateSignals.Of("statefulset");

    public static readonly MetricSignal DaemonSetDesired = Convention(UpDownSum("k8s.daemonset.node.desired_scheduled", "{node}", "Nodes that should run a pod."), "status");
    public static readonly MetricSignal DaemonSetCurrent = Convention(UpDownSum("k8s.daemonset.node.current_scheduled", "{node}", "Nodes that run a pod and should."), "status");
    public static readonly MetricSignal DaemonSetMisscheduled = Convention(UpDownSum("k8s.daemonset.node.misscheduled", "{node}", "Nodes that run a pod and should not."), "status");
    public static readonly MetricSignal DaemonSetReady = Convention(UpDownSum("k8s.daemonset.node.ready", "{node}", "Nodes whose pod is ready."), "status");
    public static readonly MetricSignal DaemonSetUpdated = Own(UpDownSum("k8s.daemonset.node.updated_scheduled", "{node}", "Nodes that run a pod of the newest template."), "status");
    public static readonly MetricSignal DaemonSetAvailable = Own(UpDownSum("k8s.daemonset.node.available", "{node}", "Nodes whose pod is available."), "status");
    public static readonly MetricSignal DaemonSetUnavailable = Own(UpDownSum("k8s.daemonset.node.unavailable", "{node}", "Nodes whose pod is not available."), "status");
    public static readonly WorkloadStateSignals DaemonSetState = WorkloadStateSignals.Of("daemonset");

    public static readonly MetricSignal ReplicaSetDesired = Convention(UpDownSum("k8s.replicaset.pod.desired", "{pod}", "Pods asked for."), "spec.replicas (1 when not set)");
    public static readonly MetricSignal ReplicaSetAvailable = Convention(UpDownSum("k8s.replicaset.pod.available", "{pod}", "Pods ready for minReadySeconds."), "status");
    public static readonly WorkloadStateSignals ReplicaSetState = WorkloadStateSignals.Of("replicaset");

    public static SignalCatalogue Catalogue { get; } = new(
        "workload",
        "Workload",
        CollectionScope.Cluster,
        [
            OwnerDeployment, OwnerDeploymentUid, OwnerStatefulSet, OwnerStatefulSetUid, OwnerDaemonSet, OwnerDaemonSetUid, OwnerReplicaSet, OwnerReplicaSetUid,
            .. Namespaced,
        ],
        [
            DeploymentDesired, DeploymentAvailable, DeploymentReady, DeploymentUpdated, DeploymentUnavailable, DeploymentCurrent, DeploymentPaused, .. DeploymentState.All,
            StatefulSetDesired, StatefulSetReady, StatefulSetCurrent, StatefulSetUpdated, StatefulSetAvailable, .. StatefulSetState.All,
            DaemonSetDesired, DaemonSetCurrent, DaemonSetMisscheduled, DaemonSetReady, DaemonSetUpdated, DaemonSetAvailable, DaemonSetUnavailable, .. DaemonSetState.All,
            ReplicaSetDesired, ReplicaSetAvailable, .. ReplicaSetState.All,
        ])
    {
        Remarks = "A ReplicaSet is collected while it has or wants a pod, or has no owner: the empty ones of earlier rollouts are not.",
    };
}
