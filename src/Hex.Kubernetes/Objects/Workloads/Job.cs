namespace Hex.Kubernetes;

/// <summary>A Job (batch/v1).</summary>
public sealed class Job : KubernetesObject
{
    internal Job(in ObjectMetadata metadata, in JobDraft draft)
        : base(metadata)
    {
        Completions = draft.Completions;
        Parallelism = draft.Parallelism ?? 1;
        IsSuspended = draft.IsSuspended;
        Active = draft.Active;
        Failed = draft.Failed;
        Succeeded = draft.Succeeded;
        Started = draft.Started;
        Completed = draft.Completed;
        Conditions = draft.Conditions ?? ConditionList.Empty;
    }

    /// <summary>Pods that must succeed (spec.completions); null for a work queue.</summary>
    public int? Completions { get; }

    /// <summary>Pods that may run at once (spec.parallelism; 1 when not set).</summary>
    public int Parallelism { get; }

    /// <summary>spec.suspend.</summary>
    public bool IsSuspended { get; }

    /// <summary>Pods pending or running.</summary>
    public int Active { get; }

    /// <summary>Pods that failed.</summary>
    public int Failed { get; }

    /// <summary>Pods that succeeded.</summary>
    public int Succeeded { get; }

    /// <summary>status.startTime.</summary>
    public Timestamp Started { get; }

    /// <summary>status.completionTime: set only when the job succeeded.</summary>
    public Timestamp Completed { get; }

    /// <summary>status.conditions: Complete, Failed, Suspended and others.</summary>
    public ConditionList Conditions { get; }
}
