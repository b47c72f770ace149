using Hex.Kubernetes;
using Hex.Logs;
using Hex.Telemetry;

namespace Hex.Agent.Health;

/// <summary>The agent at one moment: what pages and probes are made of. Texts in it may hold anything; whoever prints them escapes.</summary>
internal sealed record StatusSnapshot
{
    public required DateTimeOffset Now { get; init; }

    public required AgentIdentity Identity { get; init; }

    public required ProcessUsage Process { get; init; }

    /// <summary>The loops that must turn.</summary>
    public IReadOnlyList<LoopStatus> Loops { get; init; } = [];

    /// <summary>True once the agent has begun to end.</summary>
    public bool IsStopping { get; init; }

    /// <summary>What the agent still waits for before it is ready; empty when it is.</summary>
    public IReadOnlyList<string> WaitingFor { get; init; } = [];

    public IReadOnlyList<CollectorStatus> Collectors { get; init; } = [];

    public IReadOnlyList<WatchView> Watches { get; init; } = [];

    /// <summary>The log reader; null when logs are off.</summary>
    public LogReaderStatus? Reader { get; init; }

    public required LogPipelineStatus Logs { get; init; }

    public required MetricPipelineStatus Metrics { get; init; }

    /// <summary>The cluster's events; null without the role.</summary>
    public LogPipelineStatus? ClusterLogs { get; init; }

    /// <summary>The cluster's metrics; null without the role.</summary>
    public MetricPipelineStatus? ClusterMetrics { get; init; }

    /// <summary>The lease; null when the agent has none to do with.</summary>
    public LeaseView? Lease { get; init; }

    /// <summary>True when the process is well: nothing that only a restart would mend.</summary>
    public bool IsAlive => IsStopping || Loops.All(loop => loop.Turns);

    /// <summary>True when the agent does what it is there for; the backend's state is no part of it.</summary>
    public bool IsReady => !IsStopping && IsAlive && WaitingFor.Count == 0;
}

/// <summary>Who the agent is, from its start to its end.</summary>
internal sealed record AgentIdentity
{
    public required string Version { get; init; }

    /// <summary>The node's name, or the machine's.</summary>
    public required string Node { get; init; }

    /// <summary>The cluster's name; empty when it is not known.</summary>
    public string Cluster { get; init; } = "";

    public required string Profile { get; init; }

    public required string Roles { get; init; }

    /// <summary>What the host collectors see: the host, or the agent's container; empty without them.</summary>
    public string HostView { get; init; } = "";

    /// <summary>Where everything goes.</summary>
    public required string Target { get; init; }

    public required DateTimeOffset Started { get; init; }
}

/// <summary>What the process takes.</summary>
/// <param name="ResidentBytes">Resident memory.</param>
/// <param name="ProcessorTime">CPU time, user and system, since the start.</param>
internal readonly record struct ProcessUsage(long ResidentBytes, TimeSpan ProcessorTime);

/// <summary>How the watch of one kind fares.</summary>
/// <param name="Kind">What is watched.</param>
/// <param name="State">What it is doing.</param>
/// <param name="IsFresh">Whether the objects are current.</param>
/// <param name="Age">Since when nothing was heard.</param>
/// <param name="Lists">Full lists.</param>
/// <param name="Expirations">Lists because the server no longer held the history.</param>
/// <param name="Failures">Requests that failed and watches that broke.</param>
/// <param name="Error">The failure that lasts; null while all is well.</param>
internal sealed record WatchView(string Kind, WatchState State, bool IsFresh, TimeSpan Age, long Lists, long Expirations, long Failures, string? Error)
{
    public static WatchView Of(WatchStatus watch) => new(
        watch.Query.ToString(), watch.State, watch.IsFresh, watch.Age, watch.Lists, watch.Expirations, watch.Failures, watch.LastError);
}

/// <summary>The Lease as this process sees it.</summary>
/// <param name="Name">Namespace and name.</param>
/// <param name="Holder">Who holds it; empty when nobody does or it was not read yet.</param>
/// <param name="Epoch">The number of our term; null while another leads.</param>
/// <param name="Remaining">How long our term lasts without another renewal.</param>
internal sealed record LeaseView(string Name, string Holder, int? Epoch, TimeSpan Remaining);
