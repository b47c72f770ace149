using System.Runtime.InteropServices;
using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>What the pods of a namespace use. Its time is that of the newest measurement in it.</summary>
internal struct NamespaceUsage
{
    public Timestamp Time;
    public Quantity? Cpu;
    public Quantity? Memory;

    /// <summary>The usage of every namespace in which a pod was measured.</summary>
    public static Dictionary<string, NamespaceUsage> Of(ClusterView view)
    {
        var all = new Dictionary<string, NamespaceUsage>();
        if (view.PodUsage.Of is null)
        {
            return all;
        }

        foreach (var pod in view.Snapshot.Get<Hex.Kubernetes.Pod>())
        {
            if (view.UsageOf(pod) is { } usage)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(all, pod.Namespace, out _);
                sum.Add(usage);
            }
        }

        return all;
    }

    private void Add(PodUsage usage)
    {
        Time = usage.Time > Time ? usage.Time : Time;
        var (cpu, memory) = PodUsageSums.Of(usage);
        Cpu = cpu is null ? Cpu : cpu + (Cpu ?? default);
        Memory = memory is null ? Memory : memory + (Memory ?? default);
    }
}
