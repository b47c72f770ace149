namespace Hex.Attribution;

/// <summary>The kinds of workload that own pods, directly or by another.</summary>
public enum OwnerKind : byte
{
    /// <summary>apps ReplicaSet.</summary>
    ReplicaSet,

    /// <summary>apps Deployment.</summary>
    Deployment,

    /// <summary>apps StatefulSet.</summary>
    StatefulSet,

    /// <summary>apps DaemonSet.</summary>
    DaemonSet,

    /// <summary>batch Job.</summary>
    Job,

    /// <summary>batch CronJob.</summary>
    CronJob,
}

/// <summary>A workload that owns a pod.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name, in the pod's namespace.</param>
/// <param name="Uid">Its UID; null when only its name is known (by the name rule).</param>
public sealed record WorkloadOwner(OwnerKind Kind, string Name, string? Uid);

/// <summary>
/// Who manages a pod: the ReplicaSet, StatefulSet, DaemonSet or Job that made it, and the Deployment or CronJob that made that one.
/// Only controllers count (<c>controller: true</c>), and only the API's own kinds.
/// </summary>
/// <param name="Controller">The workload that made the pod; null when none of these kinds did.</param>
/// <param name="Root">The workload that made the controller; null when there is none, or it is not known.</param>
/// <param name="IsComplete">False while the controller itself is not known, so that a root may be missing or go by its name only.</param>
public sealed record OwnerChain(WorkloadOwner? Controller, WorkloadOwner? Root, bool IsComplete)
{
    /// <summary>No owner.</summary>
    public static OwnerChain None { get; } = new(null, null, true);
}
