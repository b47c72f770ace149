using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>Sums the containers of a pod's measurement; null where none of them was measured.</summary>
internal static class PodUsageSums
{
    public static (Quantity? Cpu, Quantity? Memory) Of(PodUsage usage)
    {
        Quantity? cpu = null, memory = null;
        for (var i = 0; i < usage.Containers.Count; i++)
        {
            var container = usage.Containers[i].Usage;
            cpu = container.Cpu is { } cores ? (cpu ?? default) + cores : cpu;
            memory = container.Memory is { } bytes ? (memory ?? default) + bytes : memory;
        }

        return (cpu, memory);
    }
}
