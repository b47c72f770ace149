namespace Hex.Attribution.Resources;

/// <summary>Names of the attributes that identify workloads (OpenTelemetry semantic conventions, resource <c>k8s</c>).</summary>
internal static class WorkloadKeys
{
    public static (string Name, string Uid) Of(OwnerKind kind) => kind switch
    {
        OwnerKind.ReplicaSet => ("k8s.replicaset.name", "k8s.replicaset.uid"),
        OwnerKind.Deployment => ("k8s.deployment.name", "k8s.deployment.uid"),
        OwnerKind.StatefulSet => ("k8s.statefulset.name", "k8s.statefulset.uid"),
        OwnerKind.DaemonSet => ("k8s.daemonset.name", "k8s.daemonset.uid"),
        OwnerKind.Job => ("k8s.job.name", "k8s.job.uid"),
        OwnerKind.CronJob => ("k8s.cronjob.name", "k8s.cronjob.uid"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a workload."),
    };
}
