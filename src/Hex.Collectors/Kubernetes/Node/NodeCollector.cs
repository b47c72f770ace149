using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects nodes: what they have, what their pods ask for, what is used, how they are.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class NodeCollector(ClusterSource cluster)
    : KubernetesCollector(cluster, NodeSignals.Catalogue, ClusterKinds.Nodes, ClusterKinds.Pods, UsageKinds.Nodes)
{
    private readonly UsageClock _usage = new();
    private readonly NodeConditions _conditions = new();

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        foreach (var node in view.Snapshot.Get<Node>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var points = writer.For(view.Attribution.Of(node), node.Created.UnixNanoseconds);
            points.Cores(NodeSignals.CpuCapacity, node.Capacity.Cpu);
            points.Whole(NodeSignals.MemoryCapacity, node.Capacity.Memory);
            points.Whole(NodeSignals.StorageCapacity, node.Capacity.EphemeralStorage);
            points.Whole(NodeSignals.PodCapacity, node.Capacity.Pods);
            points.Cores(NodeSignals.CpuAllocatable, node.Allocatable.Cpu);
            points.Whole(NodeSignals.MemoryAllocatable, node.Allocatable.Memory);
            points.Whole(NodeSignals.StorageAllocatable, node.Allocatable.EphemeralStorage);
            points.Whole(NodeSignals.PodAllocatable, node.Allocatable.Pods);
            _conditions.Write(points, node.Conditions);
            points.Flag(NodeSignals.Unschedulable, node.IsUnschedulable);
            if (view.Rollup?.Value is { } rollup)
            {
                WriteSums(points, rollup.Node(node.Name));
            }

            if (view.NodeUsage.Find(node.Name) is { } usage && usage.Time >= node.Created)
            {
                var used = new UsagePoints(points, usage.Time, _usage.Advance(node.Uid, usage.Time));
                used.Cores(NodeSignals.CpuUsage, usage.Usage.Cpu);
                used.Bytes(NodeSignals.MemoryWorkingSet, usage.Usage.Memory);
            }
        }

        _usage.EndCycle();
    }

    private static void WriteSums(ResourceMetrics points, PodSums sums)
    {
        points.Count(NodeSignals.PodUsage, sums.Pods);
        points.Cores(NodeSignals.CpuRequest, sums.CpuRequest);
        points.Cores(NodeSignals.CpuLimit, sums.CpuLimit);
        points.Whole(NodeSignals.MemoryRequest, sums.MemoryRequest);
        points.Whole(NodeSignals.MemoryLimit, sums.MemoryLimit);
    }
}
