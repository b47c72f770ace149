using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects namespaces: their phase, and what the pods in them are, ask for and use.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class NamespaceCollector(ClusterSource cluster)
    : KubernetesCollector(cluster, NamespaceSignals.Catalogue, ClusterKinds.Namespaces, ClusterKinds.Pods, UsageKinds.Pods)
{
    private readonly UsageClock _usage = new();

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        var usage = NamespaceUsage.Of(view);
        foreach (var item in view.Snapshot.Get<Hex.Kubernetes.Namespace>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!view.Namespaces.Includes(item.Name))
            {
                continue;
            }

            var points = writer.For(view.Attribution.Of(item), item.Created.UnixNanoseconds);
            points.Record(NamespaceSignals.Phase, item.Phase == NamespacePhase.Active ? 1L : 0L, StateSets.NamespaceActive);
            points.Record(NamespaceSignals.Phase, item.Phase == NamespacePhase.Terminating ? 1L : 0L, StateSets.NamespaceTerminating);
            if (view.Rollup?.Value is { } rollup)
            {
                WriteSums(points, rollup.Namespace(item.Name));
            }

            if (usage.TryGetValue(item.Name, out var sum))
            {
                var used = new UsagePoints(points, sum.Time, _usage.Advance(item.Uid, sum.Time));
                used.Cores(NamespaceSignals.CpuUsage, sum.Cpu);
                used.Bytes(NamespaceSignals.MemoryWorkingSet, sum.Memory);
            }
        }

        _usage.EndCycle();
    }

    private static void WriteSums(ResourceMetrics points, PodSums sums)
    {
        foreach (var (phase, attributes) in StateSets.PodPhases)
        {
            points.Record(NamespaceSignals.PodCount, sums.InPhase(phase), attributes);
        }

        foreach (var (state, attributes) in StateSets.ContainerStates)
        {
            points.Record(NamespaceSignals.ContainerCount, sums.InState(state), attributes);
        }

        points.Cores(NamespaceSignals.CpuRequest, sums.CpuRequest);
        points.Cores(NamespaceSignals.CpuLimit, sums.CpuLimit);
        points.Whole(NamespaceSignals.MemoryRequest, sums.MemoryRequest);
        points.Whole(NamespaceSignals.MemoryLimit, sums.MemoryLimit);
        points.Whole(NamespaceSignals.StorageRequest, sums.StorageRequest);
        points.Whole(NamespaceSignals.StorageLimit, sums.StorageLimit);
    }
}
