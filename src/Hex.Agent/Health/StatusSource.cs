using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Collectors.Host;

namespace Hex.Agent.Health;

/// <summary>Says how the agent is, for pages and probes. Thread-safe.</summary>
internal sealed class StatusSource(AgentPipelines pipelines, AgentConfiguration configuration, TimeProvider time, CancellationToken stop)
{
    private readonly AgentIdentity _identity = new()
    {
        Version = Commands.VersionCommand.Number,
        Node = NodeName.Current,
        Cluster = configuration.Get(AgentOptions.ClusterName),
        Profile = AgentOptions.Word(configuration.Get(AgentOptions.Profile)),
        Roles = string.Join(", ", configuration.Get(AgentOptions.Roles).Select(role => AgentOptions.Roles.Shown([role]).Trim('[', ']'))),
        HostView = pipelines.HostCollectors.Count > 0 ? HostView.Detect(new HostPaths(configuration.Get(AgentOptions.HostRoot))).Summary() : "",
        Target = pipelines.Target,
        Started = time.GetUtcNow(),
    };

    /// <summary>The loops that are watched over.</summary>
    public LoopTable Loops { get; } = new();

    /// <summary>How the agent is now.</summary>
    public StatusSnapshot Take() => new()
    {
        Now = time.GetUtcNow(),
        Identity = _identity,
        Process = new ProcessUsage(Environment.WorkingSet, Environment.CpuUsage.TotalTime),
        Loops = Loops.Status,
        IsStopping = stop.IsCancellationRequested,
        Collectors = [.. pipelines.Scheduler.Status, .. pipelines.Cluster?.Scheduler.Status ?? []],
        Watches = [.. pipelines.Watches.Select(WatchView.Of)],
        WaitingFor = pipelines.Node?.WaitsFor is { } missing ? [missing] : [],
        Reader = pipelines.Reader?.Status,
        Logs = pipelines.Logs.Status,
        Metrics = pipelines.Metrics.Status,
        ClusterLogs = pipelines.Cluster?.Logs.Status,
        ClusterMetrics = pipelines.Cluster?.Metrics.Status,
        Lease = pipelines.Cluster?.Lease,
    };
}
