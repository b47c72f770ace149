using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects Deployments, StatefulSets, DaemonSets and ReplicaSets.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class WorkloadCollector(ClusterSource cluster)
    : KubernetesCollector(
        cluster, WorkloadSignals.Catalogue, ClusterKinds.Deployments | ClusterKinds.StatefulSets | ClusterKinds.DaemonSets | ClusterKinds.ReplicaSets)
{
    private readonly WorkloadStatePoints _deployments = new(WorkloadSignals.DeploymentState);
    private readonly WorkloadStatePoints _statefulSets = new(WorkloadSignals.StatefulSetState);
    private readonly WorkloadStatePoints _daemonSets = new(WorkloadSignals.DaemonSetState);
    private readonly WorkloadStatePoints _replicaSets = new(WorkloadSignals.ReplicaSetState);

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        Collect<Deployment>(view, ClusterKinds.Deployments, writer, Write);
        Collect<StatefulSet>(view, ClusterKinds.StatefulSets, writer, Write);
        Collect<DaemonSet>(view, ClusterKinds.DaemonSets, writer, Write);
        Collect<ReplicaSet>(view, ClusterKinds.ReplicaSets, writer, Write);
    }

    private static void Collect<T>(ClusterView view, ClusterKinds kind, MetricWriter writer, Action<ResourceMetrics, T> write)
        where T : Hex.Kubernetes.Workload
    {
        if (!view.Has(kind))
        {
            return;
        }

        foreach (var workload in view.Snapshot.Get<T>())
        {
            // The empty ReplicaSets of earlier rollouts say nothing and are many.
            if (view.Namespaces.Includes(workload.Namespace) && workload is not ReplicaSet { Desired: 0, Current: 0, Controller: not null })
            {
                write(writer.For(view.Attribution.Of(workload), workload.Created.UnixNanoseconds), workload);
            }
        }
    }

    private void Write(ResourceMetrics points, Deployment deployment)
    {
        points.Count(WorkloadSignals.DeploymentDesired, deployment.Desired);
        points.Count(WorkloadSignals.DeploymentAvailable, deployment.Available);
        points.Count(WorkloadSignals.DeploymentReady, deployment.Ready);
        points.Count(WorkloadSignals.DeploymentUpdated, deployment.Updated);
        points.Count(WorkloadSignals.DeploymentUnavailable, deployment.Unavailable);
        points.Count(WorkloadSignals.DeploymentCurrent, deployment.Current);
        points.Flag(WorkloadSignals.DeploymentPaused, deployment.IsPaused);
        _deployments.Write(points, deployment);
    }

    private void Write(ResourceMetrics points, StatefulSet set)
    {
        points.Count(WorkloadSignals.StatefulSetDesired, set.Desired);
        points.Count(WorkloadSignals.StatefulSetReady, set.Ready);
        points.Count(WorkloadSignals.StatefulSetCurrent, set.Current);
        points.Count(WorkloadSignals.StatefulSetUpdated, set.Updated);
        points.Count(WorkloadSignals.StatefulSetAvailable, set.Available);
        _statefulSets.Write(points, set);
    }

    private void Write(ResourceMetrics points, DaemonSet set)
    {
        points.Count(WorkloadSignals.DaemonSetDesired, set.DesiredScheduled);
        points.Count(WorkloadSignals.DaemonSetCurrent, set.CurrentScheduled);
        points.Count(WorkloadSignals.DaemonSetMisscheduled, set.Misscheduled);
        points.Count(WorkloadSignals.DaemonSetReady, set.Ready);
        points.Count(WorkloadSignals.DaemonSetUpdated, set.UpdatedScheduled);
        points.Count(WorkloadSignals.DaemonSetAvailable, set.Available);
        points.Count(WorkloadSignals.DaemonSetUnavailable, set.Unavailable);
        _daemonSets.Write(points, set);
    }

    private void Write(ResourceMetrics points, ReplicaSet set)
    {
        points.Count(WorkloadSignals.ReplicaSetDesired, set.Desired);
        points.Count(WorkloadSignals.ReplicaSetAvailable, set.Available);
        _replicaSets.Write(points, set);
    }
}
