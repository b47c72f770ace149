namespace Hex.Kubernetes;

/// <summary>A Deployment (apps/v1), as far as collectors read it.</summary>
public sealed class Deployment : Workload
{
    internal Deployment(in ObjectMetadata metadata, in DeploymentDraft draft)
        : base(metadata, draft.Replicas.ObservedGeneration, draft.Replicas.Conditions)
    {
        Desired = draft.Replicas.Desired ?? 1;
        IsPaused = draft.IsPaused;
        Current = draft.Replicas.Current;
        Updated = draft.Replicas.Updated;
        Ready = draft.Replicas.Ready;
        Available = draft.Replicas.Available;
        Unavailable = draft.Unavailable;
    }

    /// <summary>Pods asked for (spec.replicas; 1 when not set).</summary>
    public int Desired { get; }

    /// <summary>Whether rollouts are held back (spec.paused).</summary>
    public bool IsPaused { get; }

    /// <summary>Pods that exist (status.replicas).</summary>
    public int Current { get; }

    /// <summary>Pods of the newest template.</summary>
    public int Updated { get; }

    /// <summary>Pods whose Ready condition is true.</summary>
    public int Ready { get; }

    /// <summary>Pods ready for at least minReadySeconds.</summary>
    public int Available { get; }

    /// <summary>Pods still missing to full availability.</summary>
    public int Unavailable { get; }
}
