using Hex.Kubernetes;
using Hex.Shared;
using Hex.Collectors.Kubernetes;
using Hex.Attribution;

namespace Hex.Collectors.Tests.Kubernetes;

/// <summary>The lists of a recorded API server as a snapshot, and its Metrics API's answers.</summary>
internal static class RecordedCluster
{
    /// <summary>When the lists were recorded, about.</summary>
    public static readonly DateTimeOffset Time = new(2026, 11, 21, 12, 15, 30, TimeSpan.Zero);

    public static async Task<ClusterSnapshot> SnapshotAsync(Projections? projections = null)
    {
        projections ??= new Projections(new AttributionOptions().CreateSelection());
        return ClusterSnapshot.Empty
            .With(await ListAsync<Node>("core-v1.nodes", projections.Node))
            .With(await ListAsync<Namespace>("core-v1.namespaces", projections.Namespace))
            .With(await ListAsync<Pod>("core-v1.pods", projections.Pod))
            .With(await ListAsync<PersistentVolumeClaim>("core-v1.persistentvolumeclaims", projections.PersistentVolumeClaim))
            .With(await ListAsync<Deployment>("apps-v1.deployments", projections.Deployment))
            .With(await ListAsync<StatefulSet>("apps-v1.statefulsets", projections.StatefulSet))
            .With(await ListAsync<DaemonSet>("apps-v1.daemonsets", projections.DaemonSet))
            .With(await ListAsync<ReplicaSet>("apps-v1.replicasets", projections.ReplicaSet))
            .With(await ListAsync<Job>("batch-v1.jobs", projections.Job))
            .With(await ListAsync<CronJob>("batch-v1.cronjobs", projections.CronJob))
            .With(await ListAsync<HorizontalPodAutoscaler>("autoscaling-v2.horizontalpodautoscalers", projections.HorizontalPodAutoscaler));
    }

    public static async Task<UsageSnapshot<NodeUsage>> NodeUsageAsync() =>
        Available(await ListAsync<NodeUsage>("metrics.k8s.io-v1beta1.nodes", new Projections().NodeUsage));

    public static async Task<UsageSnapshot<PodUsage>> PodUsageAsync() =>
        Available(await ListAsync<PodUsage>("metrics.k8s.io-v1beta1.pods", new Projections().PodUsage));

    public static async Task<ClusterSource> SourceAsync(KubernetesCollectorOptions? options = null) =>
        ClusterSource.Of(await SnapshotAsync(), await NodeUsageAsync(), await PodUsageAsync(), options);

    private static UsageSnapshot<T> Available<T>(IEnumerable<T> items)
        where T : class => new(UsageAvailability.Available, [.. items]);

    private static async Task<ResourceSnapshot<T>> ListAsync<T>(string list, ResourceProjector<T> projector)
        where T : class
    {
        await using var file = File.OpenRead(Path.Combine(Repository.Fixtures, "kubernetes", "lists", list + ".json"));
        return await ResourceSnapshot.FromListAsync(file, projector);
    }
}
