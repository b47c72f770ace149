namespace Hex.Kubernetes;

/// <summary>A ReplicaSet (apps/v1), as far as collectors read it.</summary>
public sealed class ReplicaSet : Workload
{
    internal ReplicaSet(in ObjectMetadata metadata, in ReplicaSetDraft draft)
        : base(metadata, draft.Replicas.ObservedGeneration, draft.Replicas.Conditions)
    {
        Desired = draft.Replicas.Desired ?? 1;
        Current = draft.Replicas.Current;
        Ready = draft.Replicas.Ready;
        Available = draft.Replicas.Available;
    }

    /// <summary>Pods asked for (spec.replicas; 1 when not set).</summary>
    public int Desired { get; }

    /// <summary>Pods that exist (status.replicas).</summary>
    public int Current { get; }

    /// <summary>Pods whose Ready condition is true.</summary>
    public int Ready { get; }

    /// <summary>Pods ready for at least minReadySeconds.</summary>
    public int Available { get; }
}
