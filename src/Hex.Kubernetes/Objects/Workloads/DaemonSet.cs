namespace Hex.Kubernetes;

/// <summary>A DaemonSet (apps/v1), as far as collectors read it.</summary>
public sealed class DaemonSet : Workload
{
    internal DaemonSet(in ObjectMetadata metadata, in DaemonSetDraft draft)
        : base(metadata, draft.ObservedGeneration, draft.Conditions)
    {
        DesiredScheduled = draft.DesiredScheduled;
        CurrentScheduled = draft.CurrentScheduled;
        Misscheduled = draft.Misscheduled;
        Ready = draft.Ready;
        UpdatedScheduled = draft.UpdatedScheduled;
        Available = draft.Available;
        Unavailable = draft.Unavailable;
    }

    /// <summary>Nodes that should run a pod.</summary>
    public int DesiredScheduled { get; }

    /// <summary>Nodes that run a pod and should.</summary>
    public int CurrentScheduled { get; }

    /// <summary>Nodes that run a pod and should not.</summary>
    public int Misscheduled { get; }

    /// <summary>Nodes whose pod is ready.</summary>
    public int Ready { get; }

    /// <summary>Nodes that run a pod of the newest template.</summary>
    public int UpdatedScheduled { get; }

    /// <summary>Nodes whose pod is available.</summary>
    public int Available { get; }

    /// <summary>Nodes whose pod is missing or not available.</summary>
    public int Unavailable { get; }
}
