namespace Hex.Kubernetes;

/// <summary>What a node has or gives; null where it does not say.</summary>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="EphemeralStorage">Bytes.</param>
/// <param name="Pods">Pods.</param>
public sealed record NodeResources(Quantity? Cpu = null, Quantity? Memory = null, Quantity? EphemeralStorage = null, Quantity? Pods = null);

/// <summary>A node (core/v1).</summary>
public sealed class Node : KubernetesObject
{
    internal Node(in ObjectMetadata metadata, in NodeDraft draft)
        : base(metadata)
    {
        IsUnschedulable = draft.IsUnschedulable;
        Capacity = draft.Capacity ?? new NodeResources();
        Allocatable = draft.Allocatable ?? new NodeResources();
        Conditions = draft.Conditions ?? ConditionList.Empty;
    }

    /// <summary>spec.unschedulable: cordoned.</summary>
    public bool IsUnschedulable { get; }

    /// <summary>status.capacity.</summary>
    public NodeResources Capacity { get; }

    /// <summary>status.allocatable.</summary>
    public NodeResources Allocatable { get; }

    /// <summary>status.conditions.</summary>
    public ConditionList Conditions { get; }
}
