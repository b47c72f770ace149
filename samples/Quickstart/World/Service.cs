using Quickstart.World.Voices;

namespace Quickstart.World;

internal enum WorkloadKind
{
    Deployment,
    StatefulSet,
    DaemonSet,
}

/// <summary>What a container asks for and may use; null is not set.</summary>
/// <param name="CpuRequest">Cores.</param>
/// <param name="CpuLimit">Cores.</param>
/// <param name="MemoryRequest">MiB.</param>
/// <param name="MemoryLimit">MiB.</param>
internal sealed record Amounts(double? CpuRequest, double? CpuLimit, int? MemoryRequest, int? MemoryLimit);

/// <summary>What it uses on a quiet day.</summary>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">MiB.</param>
/// <param name="Period">Seconds of one swing.</param>
internal sealed record Habit(double Cpu, double Memory, double Period);

/// <summary>A service of the simulated shop.</summary>
/// <param name="Kind">How it runs.</param>
/// <param name="Namespace">Its namespace in the cluster.</param>
/// <param name="Name">Its name, and that of its container.</param>
/// <param name="Project">The project it says it belongs to, by annotation; null says nothing.</param>
/// <param name="Replicas">Pods; ignored for a DaemonSet.</param>
/// <param name="Amounts">Requests and limits.</param>
/// <param name="Habit">Usage.</param>
/// <param name="Voice">What it logs.</param>
internal sealed record Service(
    WorkloadKind Kind, string Namespace, string Name, string? Project, int Replicas, Amounts Amounts, Habit Habit, IVoice Voice);
