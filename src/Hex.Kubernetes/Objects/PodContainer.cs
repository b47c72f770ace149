namespace Hex.Kubernetes;

/// <summary>The state of a container.</summary>
public enum ContainerState : byte
{
    /// <summary>The pod has no status for the container yet.</summary>
    None,

    /// <summary>Not running: being created, pulling, or backing off.</summary>
    Waiting,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Ended.</summary>
    Terminated,
}

/// <summary>How a container ended (<c>ContainerStateTerminated</c>).</summary>
/// <param name="Reason">E.g. <c>OOMKilled</c>, <c>Error</c>, <c>Completed</c>; null when not given.</param>
/// <param name="ExitCode">The exit code; 137 for SIGKILL.</param>
/// <param name="Signal">The signal, 0 when none is reported.</param>
/// <param name="Started">startedAt.</param>
/// <param name="Finished">finishedAt.</param>
public sealed record ContainerTermination(string? Reason, int ExitCode, int Signal, Timestamp Started, Timestamp Finished);

/// <summary>A container of a pod: its spec and its status.</summary>
public sealed class PodContainer
{
    internal PodContainer(ContainerSpec spec, in ContainerStatus status)
    {
        Spec = spec;
        State = status.State;
        Reason = status.Reason;
        StartedAt = status.StartedAt;
        IsReady = status.IsReady;
        IsStarted = status.IsStarted;
        RestartCount = status.RestartCount;
        Id = status.Id;
        CurrentRequests = status.Requests;
        CurrentLimits = status.Limits;
        Terminated = status.Terminated;
        LastTerminated = status.LastTerminated;
    }

    /// <summary>Name, kind, image, and what it asks for.</summary>
    public ContainerSpec Spec { get; }

    /// <summary>The state; <see cref="ContainerState.None"/> before the kubelet reported one.</summary>
    public ContainerState State { get; }

    /// <summary>Why it waits or how it ended, e.g. <c>CrashLoopBackOff</c>; null while it runs.</summary>
    public string? Reason { get; }

    /// <summary>state.running.startedAt.</summary>
    public Timestamp StartedAt { get; }

    /// <summary>Whether its readiness probe passes.</summary>
    public bool IsReady { get; }

    /// <summary>Whether its startup probe has passed.</summary>
    public bool IsStarted { get; }

    /// <summary>How often it was restarted; can go down when dead containers are collected.</summary>
    public int RestartCount { get; }

    /// <summary>The runtime's id.</summary>
    public ContainerId Id { get; }

    /// <summary>status resources.requests: what is in force after in-place resizes; null when not reported.</summary>
    public ResourceAmounts? CurrentRequests { get; }

    /// <summary>status resources.limits: what is in force; null when not reported.</summary>
    public ResourceAmounts? CurrentLimits { get; }

    /// <summary>How it ended, while <see cref="State"/> is Terminated.</summary>
    public ContainerTermination? Terminated { get; }

    /// <summary>How it ended the last time before it was restarted: the cause of a crash loop.</summary>
    public ContainerTermination? LastTerminated { get; }
}
