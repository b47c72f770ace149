using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>The kinds of objects collectors read, as a set.</summary>
[Flags]
internal enum ClusterKinds
{
    None = 0,
    Nodes = 1 << 0,
    Namespaces = 1 << 1,
    Pods = 1 << 2,
    Claims = 1 << 3,
    Deployments = 1 << 4,
    StatefulSets = 1 << 5,
    DaemonSets = 1 << 6,
    ReplicaSets = 1 << 7,
    Jobs = 1 << 8,
    CronJobs = 1 << 9,
    Autoscalers = 1 << 10,
}

/// <summary>One kind: where it is in the API, and how it gets into a cache.</summary>
internal sealed record ClusterKind(ClusterKinds Flag, ResourceType Type, Action<ClusterCache> Add)
{
    public static IReadOnlyList<ClusterKind> All { get; } =
    [
        new(ClusterKinds.Nodes, ResourceType.Nodes, cache => cache.AddNodes()),
        new(ClusterKinds.Namespaces, ResourceType.Namespaces, cache => cache.AddNamespaces()),
        new(ClusterKinds.Pods, ResourceType.Pods, cache => cache.AddPods()),
        new(ClusterKinds.Claims, ResourceType.PersistentVolumeClaims, cache => cache.AddPersistentVolumeClaims()),
        new(ClusterKinds.Deployments, ResourceType.Deployments, cache => cache.AddDeployments()),
        new(ClusterKinds.StatefulSets, ResourceType.StatefulSets, cache => cache.AddStatefulSets()),
        new(ClusterKinds.DaemonSets, ResourceType.DaemonSets, cache => cache.AddDaemonSets()),
        new(ClusterKinds.ReplicaSets, ResourceType.ReplicaSets, cache => cache.AddReplicaSets()),
        new(ClusterKinds.Jobs, ResourceType.Jobs, cache => cache.AddJobs()),
        new(ClusterKinds.CronJobs, ResourceType.CronJobs, cache => cache.AddCronJobs()),
        new(ClusterKinds.Autoscalers, ResourceType.HorizontalPodAutoscalers, cache => cache.AddHorizontalPodAutoscalers()),
    ];
}
