namespace Hex.Agent.Configuration.Table;

/// <summary>The collectors that can be switched.</summary>
internal static class Collectors
{
    public static readonly IReadOnlyList<CollectorOptions> All =
    [
        CollectorOptions.Kubernetes("node", "nodes: capacity, allocatable, usage, conditions"),
        CollectorOptions.Kubernetes("namespace", "namespaces: sums of requests, limits and usage, quotas"),
        CollectorOptions.Kubernetes("pod", "pods: phase, requests, limits, usage, restarts"),
        CollectorOptions.Kubernetes("container", "containers: state, readiness, restarts, usage"),
        CollectorOptions.Kubernetes("workload", "Deployments, ReplicaSets, StatefulSets and DaemonSets: desired and available pods"),
        CollectorOptions.Kubernetes("job", "Jobs and CronJobs"),
        CollectorOptions.Kubernetes("hpa", "HorizontalPodAutoscalers"),
        CollectorOptions.Kubernetes("pvc", "PersistentVolumeClaims"),
        CollectorOptions.Source("events", "Kubernetes events, as log records"),
        CollectorOptions.Host("cpu", "the host's CPU time"),
        CollectorOptions.Host("memory", "the host's memory"),
        CollectorOptions.Host("paging", "the host's paging"),
        CollectorOptions.Host("disk", "the host's block devices"),
        CollectorOptions.Host("filesystem", "the host's file systems"),
        CollectorOptions.Host("network", "the host's network interfaces"),
        CollectorOptions.Host("processes", "the number of the host's processes"),
        CollectorOptions.Host("pressure", "the host's pressure stall information"),
        CollectorOptions.Host("system", "the host's load and uptime"),
    ];
}
