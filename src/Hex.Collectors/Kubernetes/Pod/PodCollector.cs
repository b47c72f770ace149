using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects pods: phase, conditions, restarts, what they ask for and use.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class PodCollector(ClusterSource cluster) : KubernetesCollector(cluster, PodSignals.Catalogue, ClusterKinds.Pods, PodKinds.Owners, UsageKinds.Pods)
{
    private readonly UsageClock _usage = new();
    private readonly ValueSets _reasons = new(KubernetesAttributes.PodReason.Key);
    private readonly ConditionPoints _conditions = new(PodSignals.Condition);

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        foreach (var pod in view.Snapshot.Get<Hex.Kubernetes.Pod>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!PodKinds.IsReady(view, pod))
            {
                continue;
            }

            var points = writer.For(view.Attribution.Of(pod), pod.Created.UnixNanoseconds);
            WriteStatus(points, pod);
            WriteSpec(points, pod);
            if (view.UsageOf(pod) is { } usage)
            {
                var used = new UsagePoints(points, usage.Time, _usage.Advance(pod.Uid, usage.Time));
                var (cpu, memory) = PodUsageSums.Of(usage);
                used.Cores(PodSignals.CpuUsage, cpu);
                used.Bytes(PodSignals.MemoryWorkingSet, memory);
            }
        }

        _usage.EndCycle();
    }

    private void WriteStatus(ResourceMetrics points, Hex.Kubernetes.Pod pod)
    {
        foreach (var (phase, attributes) in StateSets.PodPhases)
        {
            points.Record(PodSignals.Phase, pod.Phase == phase ? 1L : 0L, attributes);
        }

        if (pod.Reason is { } reason)
        {
            points.Record(PodSignals.Reason, 1L, _reasons.Of(reason));
        }

        _conditions.Write(points, pod.Conditions);
        points.Flag(PodSignals.Terminating, pod.IsTerminating);
        var restarts = 0L;
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            restarts += pod.Containers[i].RestartCount;
        }

        points.Count(PodSignals.RestartCount, restarts);
    }

    private static void WriteSpec(ResourceMetrics points, Hex.Kubernetes.Pod pod)
    {
        var counts = pod.ContainerCounts;
        points.Record(PodSignals.ContainerCount, (long)counts.App, StateSets.AppContainers);
        WriteCount(points, counts.Init, StateSets.InitContainers);
        WriteCount(points, counts.Sidecar, StateSets.Sidecars);
        WriteCount(points, counts.Ephemeral, StateSets.EphemeralContainers);
        points.Cores(PodSignals.CpuRequest, pod.Requests.Cpu);
        points.Cores(PodSignals.CpuLimit, pod.Limits.Cpu);
        points.Whole(PodSignals.MemoryRequest, pod.Requests.Memory);
        points.Whole(PodSignals.MemoryLimit, pod.Limits.Memory);
        points.Whole(PodSignals.StorageRequest, pod.Requests.EphemeralStorage);
        points.Whole(PodSignals.StorageLimit, pod.Limits.EphemeralStorage);
    }

    private static void WriteCount(ResourceMetrics points, int count, AttributeSet kind)
    {
        if (count > 0)
        {
            points.Record(PodSignals.ContainerCount, (long)count, kind);
        }
    }
}
