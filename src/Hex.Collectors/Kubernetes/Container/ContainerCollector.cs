using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects the containers of pods: state, restarts, how they ended, what they ask for and use.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class ContainerCollector(ClusterSource cluster)
    : KubernetesCollector(cluster, ContainerSignals.Catalogue, ClusterKinds.Pods, PodKinds.Owners, UsageKinds.Pods)
{
    private readonly UsageClock _usage = new();
    private readonly ContainerStatusPoints _status = new();
    private readonly ObjectRows<Hex.Kubernetes.Pod, AttributeSet[]> _info = new(new ContainerInfo().Of);

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        foreach (var pod in view.Snapshot.Get<Hex.Kubernetes.Pod>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!PodKinds.IsReady(view, pod))
            {
                continue;
            }

            var usage = view.UsageOf(pod);
            var isNew = usage is not null && _usage.Advance(pod.Uid, usage.Time);
            var info = _info.Of(pod);
            for (var i = 0; i < pod.Containers.Count; i++)
            {
                var container = pod.Containers[i];
                var points = writer.For(view.Attribution.Of(pod, i), pod.Created.UnixNanoseconds);
                _status.Write(points, container);
                WriteAmounts(points, container);
                if (usage is not null && Find(usage, container.Spec.Name, i) is { } used)
                {
                    WriteUsage(new UsagePoints(points, usage.Time, isNew), container, used.Usage);
                }

                // Last, as its attributes are each container's own: the series before it are shared.
                points.Record(ContainerSignals.Info, 1L, info[i]);
            }
        }

        _usage.EndCycle();
        _info.EndCycle();
    }

    private static void WriteAmounts(ResourceMetrics points, PodContainer container)
    {
        var spec = container.Spec;
        points.Cores(ContainerSignals.CpuRequestDesired, spec.Requests.Cpu);
        points.Cores(ContainerSignals.CpuLimitDesired, spec.Limits.Cpu);
        points.Whole(ContainerSignals.MemoryRequestDesired, spec.Requests.Memory);
        points.Whole(ContainerSignals.MemoryLimitDesired, spec.Limits.Memory);
        points.Whole(ContainerSignals.StorageRequest, spec.Requests.EphemeralStorage);
        points.Whole(ContainerSignals.StorageLimit, spec.Limits.EphemeralStorage);
        points.Cores(ContainerSignals.CpuRequestCurrent, container.CurrentRequests?.Cpu);
        points.Cores(ContainerSignals.CpuLimitCurrent, container.CurrentLimits?.Cpu);
        points.Whole(ContainerSignals.MemoryRequestCurrent, container.CurrentRequests?.Memory);
        points.Whole(ContainerSignals.MemoryLimitCurrent, container.CurrentLimits?.Memory);
    }

    private static void WriteUsage(UsagePoints points, PodContainer container, ResourceUsage usage)
    {
        // What is in force counts as a whole: a limit that a resize took away is none, whatever the spec says.
        var requests = container.CurrentRequests ?? container.Spec.Requests;
        var limits = container.CurrentLimits ?? container.Spec.Limits;
        points.Cores(ContainerSignals.CpuUsage, usage.Cpu);
        points.Bytes(ContainerSignals.MemoryWorkingSet, usage.Memory);
        points.Part(ContainerSignals.CpuLimitUtilization, usage.Cpu, limits.Cpu);
        points.Part(ContainerSignals.CpuRequestUtilization, usage.Cpu, requests.Cpu);
        points.Part(ContainerSignals.MemoryLimitUtilization, usage.Memory, limits.Memory);
        points.Part(ContainerSignals.MemoryRequestUtilization, usage.Memory, requests.Memory);
    }

    // Both lists name the containers in an order of their own; it is the same more often than not.
    private static ContainerUsage? Find(PodUsage usage, string name, int guess)
    {
        var containers = usage.Containers;
        if (guess < containers.Count && containers[guess].Name == name)
        {
            return containers[guess];
        }

        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].Name == name)
            {
                return containers[i];
            }
        }

        return null;
    }
}
