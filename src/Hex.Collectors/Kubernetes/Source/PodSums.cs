using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>Sums over some pods. Pods that have ended count in the phases and nowhere else (SIGNALS, rule 5).</summary>
internal sealed class PodSums
{
    private readonly long[] _phases = new long[(int)PodPhase.Failed + 1];
    private readonly long[] _states = new long[(int)ContainerState.Terminated + 1];

    public static PodSums None { get; } = new();

    /// <summary>Pods that have not ended.</summary>
    public long Pods { get; private set; }

    public Quantity CpuRequest { get; private set; }

    public Quantity CpuLimit { get; private set; }

    public Quantity MemoryRequest { get; private set; }

    public Quantity MemoryLimit { get; private set; }

    public Quantity StorageRequest { get; private set; }

    public Quantity StorageLimit { get; private set; }

    public long InPhase(PodPhase phase) => _phases[(int)phase];

    public long InState(ContainerState state) => _states[(int)state];

    public void Add(Pod pod)
    {
        _phases[(int)pod.Phase]++;
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            _states[(int)pod.Containers[i].State]++;
        }

        if (pod.IsFinished)
        {
            return;
        }

        Pods++;
        CpuRequest += pod.Requests.Cpu ?? default;
        CpuLimit += pod.Limits.Cpu ?? default;
        MemoryRequest += pod.Requests.Memory ?? default;
        MemoryLimit += pod.Limits.Memory ?? default;
        StorageRequest += pod.Requests.EphemeralStorage ?? default;
        StorageLimit += pod.Limits.EphemeralStorage ?? default;
    }
}
