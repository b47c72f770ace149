namespace Hex.Kubernetes;

/// <summary>The phase of a pod.</summary>
public enum PodPhase : byte
{
    /// <summary>The node does not answer, or the word is not the API's.</summary>
    Unknown,

    /// <summary>Accepted, not all containers started.</summary>
    Pending,

    /// <summary>Bound and at least one container runs or restarts.</summary>
    Running,

    /// <summary>All containers ended well.</summary>
    Succeeded,

    /// <summary>All containers ended, one of them badly.</summary>
    Failed,
}

/// <summary>The quality of service class of a pod.</summary>
public enum QosClass : byte
{
    /// <summary>Not reported.</summary>
    None,

    /// <summary>No requests and no limits.</summary>
    BestEffort,

    /// <summary>Something between the other two.</summary>
    Burstable,

    /// <summary>Requests equal limits for every container.</summary>
    Guaranteed,
}

/// <summary>How many containers of each kind a pod's spec has.</summary>
/// <param name="App">spec.containers.</param>
/// <param name="Init">spec.initContainers without the sidecars.</param>
/// <param name="Sidecar">spec.initContainers with restartPolicy Always.</param>
/// <param name="Ephemeral">spec.ephemeralContainers.</param>
public readonly record struct ContainerCounts(int App, int Init, int Sidecar, int Ephemeral);

/// <summary>A pod (core/v1), as far as collectors read it.</summary>
public sealed class Pod : KubernetesObject
{
    /// <summary>How many containers of one pod are kept; more are counted in <see cref="ContainerCounts"/> and the effective amounts only.</summary>
    public const int MaxContainers = 1000;

    internal Pod(in ObjectMetadata metadata, in PodDraft draft, PodContainer[] containers, ResourceAmounts requests, ResourceAmounts limits)
        : base(metadata)
    {
        NodeName = draft.NodeName ?? "";
        Phase = draft.Phase;
        Reason = draft.Reason;
        QosClass = draft.QosClass;
        Started = draft.Started;
        Conditions = draft.Conditions ?? ConditionList.Empty;
        ContainerCounts = draft.Counts;
        Containers = containers;
        Requests = requests;
        Limits = limits;
    }

    /// <summary>The node it is bound to; empty while it is not.</summary>
    public string NodeName { get; }

    /// <summary>status.phase. Terminating is not a phase: see <see cref="KubernetesObject.Deleted"/>.</summary>
    public PodPhase Phase { get; }

    /// <summary>status.reason, e.g. <c>Evicted</c>; null when there is none.</summary>
    public string? Reason { get; }

    /// <summary>status.qosClass.</summary>
    public QosClass QosClass { get; }

    /// <summary>status.startTime.</summary>
    public Timestamp Started { get; }

    /// <summary>status.conditions.</summary>
    public ConditionList Conditions { get; }

    /// <summary>How many containers the spec has.</summary>
    public ContainerCounts ContainerCounts { get; }

    /// <summary>The containers: app, init and sidecar, ephemeral; in the order of the spec, at most <see cref="MaxContainers"/>.</summary>
    public IReadOnlyList<PodContainer> Containers { get; }

    /// <summary>Effective requests, as the scheduler counts them: init containers, sidecars, pod-level amounts, overhead and resizes included.</summary>
    public ResourceAmounts Requests { get; }

    /// <summary>Effective limits; a resource is null when any container has no limit for it.</summary>
    public ResourceAmounts Limits { get; }

    /// <summary>Whether it has ended for good; its requests no longer count.</summary>
    public bool IsFinished => Phase is PodPhase.Succeeded or PodPhase.Failed;

    /// <summary>Whether it is being deleted.</summary>
    public bool IsTerminating => Deleted.IsSet;

    /// <summary>The hash that a static pod's log directory carries in place of the UID; null for other pods.</summary>
    public string? ConfigHash => Annotations[WellKnown.ConfigHash];
}
