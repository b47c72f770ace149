namespace Hex.Kubernetes;

/// <summary>The kinds Hex reads, by name.</summary>
public static class ClusterCacheKinds
{
    /// <summary>Adds core/v1 pods: all of the cluster, or those bound to one node.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="nodeName">The node; null for all pods.</param>
    public static ResourceCache<Pod> AddPods(this ClusterCache cache, string? nodeName = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return cache.Add(new ResourceQuery(ResourceType.Pods, FieldSelector: nodeName is null ? null : $"spec.nodeName={nodeName}"), cache.Projections.Pod);
    }

    /// <summary>Adds core/v1 nodes.</summary>
    public static ResourceCache<Node> AddNodes(this ClusterCache cache) => cache.Add(new ResourceQuery(ResourceType.Nodes), cache.Projections.Node);

    /// <summary>Adds core/v1 namespaces.</summary>
    public static ResourceCache<Namespace> AddNamespaces(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.Namespaces), cache.Projections.Namespace);

    /// <summary>Adds core/v1 persistentvolumeclaims.</summary>
    public static ResourceCache<PersistentVolumeClaim> AddPersistentVolumeClaims(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.PersistentVolumeClaims), cache.Projections.PersistentVolumeClaim);

    /// <summary>Adds apps/v1 deployments.</summary>
    public static ResourceCache<Deployment> AddDeployments(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.Deployments), cache.Projections.Deployment);

    /// <summary>Adds apps/v1 statefulsets.</summary>
    public static ResourceCache<StatefulSet> AddStatefulSets(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.StatefulSets), cache.Projections.StatefulSet);

    /// <summary>Adds apps/v1 daemonsets.</summary>
    public static ResourceCache<DaemonSet> AddDaemonSets(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.DaemonSets), cache.Projections.DaemonSet);

    /// <summary>Adds apps/v1 replicasets.</summary>
    public static ResourceCache<ReplicaSet> AddReplicaSets(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.ReplicaSets), cache.Projections.ReplicaSet);

    /// <summary>Adds batch/v1 jobs.</summary>
    public static ResourceCache<Job> AddJobs(this ClusterCache cache) => cache.Add(new ResourceQuery(ResourceType.Jobs), cache.Projections.Job);

    /// <summary>Adds batch/v1 cronjobs.</summary>
    public static ResourceCache<CronJob> AddCronJobs(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.CronJobs), cache.Projections.CronJob);

    /// <summary>Adds autoscaling/v2 horizontalpodautoscalers.</summary>
    public static ResourceCache<HorizontalPodAutoscaler> AddHorizontalPodAutoscalers(this ClusterCache cache) =>
        cache.Add(new ResourceQuery(ResourceType.HorizontalPodAutoscalers), cache.Projections.HorizontalPodAutoscaler);
}
