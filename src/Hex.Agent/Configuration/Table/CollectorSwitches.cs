namespace Hex.Agent.Configuration.Table;

/// <summary>The collectors that can be switched.</summary>
internal static class CollectorSwitches
{
    public static readonly IReadOnlyList<CollectorSwitch> All =
    [
        CollectorSwitch.Self("self", "the agent's own metrics: read, sent, retried, held, lost"),
        CollectorSwitch.Kubernetes("node", "nodes: capacity, allocatable, usage, conditions"),
        CollectorSwitch.Kubernetes("namespace", "namespaces: sums of requests, limits and usage, quotas"),
        CollectorSwitch.Kubernetes("pod", "pods: phase, requests, limits, usage, restarts"),
        CollectorSwitch.Kubernetes("container", "containers: state, readiness, restarts, usage"),
        CollectorSwitch.Kubernetes("workload", "Deployments, ReplicaSets, StatefulSets and DaemonSets: desired and available pods"),
        CollectorSwitch.Kubernetes("job", "Jobs and CronJobs"),
        CollectorSwitch.Kubernetes("hpa", "HorizontalPodAutoscalers"),
        CollectorSwitch.Kubernetes("pvc", "PersistentVolumeClaims"),
        CollectorSwitch.Source("events", "Kubernetes events, as log records"),
        CollectorSwitch.Host("cpu", "the host's CPU time"),
        CollectorSwitch.Host("memory", "the host's memory"),
        CollectorSwitch.Host("paging", "the host's paging"),
        CollectorSwitch.Host("disk", "the host's block devices"),
        CollectorSwitch.Host("filesystem", "the host's file systems"),
        CollectorSwitch.Host("network", "the host's network interfaces"),
        CollectorSwitch.Host("processes", "the number of the host's processes"),
        CollectorSwitch.Host("pressure", "the host's pressure stall information"),
        CollectorSwitch.Host("system", "the host's load and uptime"),
    ];
}
