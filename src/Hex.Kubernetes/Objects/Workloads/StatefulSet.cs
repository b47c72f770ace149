namespace Hex.Kubernetes;

/// <summary>A StatefulSet (apps/v1), as far as collectors read it.</summary>
public sealed class StatefulSet : Workload
{
    internal StatefulSet(in ObjectMetadata metadata, in StatefulSetDraft draft)
        : base(metadata, draft.Replicas.ObservedGeneration, draft.Replicas.Conditions)
    {
        Desired = draft.Replicas.Desired ?? 1;
        Replicas = draft.Replicas.Current;
        Ready = draft.Replicas.Ready;
        Current = draft.CurrentRevision;
        Updated = draft.Replicas.Updated;
        Available = draft.Replicas.Available;
    }

    /// <summary>Pods asked for (spec.replicas; 1 when not set).</summary>
    public int Desired { get; }

    /// <summary>Pods that exist (status.replicas).</summary>
    public int Replicas { get; }

    /// <summary>Pods whose Ready condition is true.</summary>
    public int Ready { get; }

    /// <summary>Pods of the current revision (status.currentReplicas).</summary>
    public int Current { get; }

    /// <summary>Pods of the update revision.</summary>
    public int Updated { get; }

    /// <summary>Pods ready for at least minReadySeconds.</summary>
    public int Available { get; }
}
