using Hex.Agent.Cluster;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Kubernetes;
using Hex.Logs;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary>Everything a configuration asks for, built and connected: the whole agent, by constructors.</summary>
internal sealed class AgentPipelines : IAsyncDisposable
{
    /// <summary>At the end one request to the API server is waited for, out of the two seconds that are left of the time to shut down.</summary>
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromSeconds(1.5);

    private readonly ExporterLeaf _exporter;
    private readonly ProcessMeter _process;
    private readonly ClusterMeter? _watches;

    public AgentPipelines(AgentConfiguration configuration, ClusterConnection? cluster, FileStateStore state, bool once, ILoggerFactory loggers, TimeProvider time)
    {
        var resources = new ResourcePool(CommonAttributes.Of(configuration));
        var flush = FlushTime(configuration.Get(AgentOptions.ShutdownTimeout));
        _process = new ProcessMeter(time);
        _exporter = ExporterLeaf.Create(configuration, loggers, time);
        Logs = new LogPipeline(
            _exporter.Logs,
            new LogPipelineOptions
            {
                MaxInFlightBytes = configuration.Get(LogsOptions.MaxInFlightBytes),
                ShutdownTimeout = flush,

                // A sweep over the files has gathered what there is, and nothing comes before the next.
                Linger = TimeSpan.Zero,
                Delivery = Delivery(once),
            },
            timeProvider: time,
            logger: loggers.CreateLogger<LogPipeline>());
        Metrics = new MetricPipeline(
            _exporter.Metrics,
            new MetricPipelineOptions { MaxBufferedBytes = configuration.Get(AgentOptions.MaxBufferedMetrics), ShutdownTimeout = TimeSpan.Zero },
            time,
            logger: loggers.CreateLogger<MetricPipeline>());
        Scheduler = new CollectorScheduler(Metrics, resources, SelfMetrics.Options(configuration), time, logger: loggers.CreateLogger<CollectorScheduler>());
        Self = SelfMetrics.Collector(time);
        HostCollectors = HostSetup.Collectors(configuration, cluster?.IsInCluster ?? false, loggers, time);
        if (cluster is not null && configuration.Get(AgentOptions.Roles).Contains(Role.Cluster) && CollectorSwitches.All.Any(one => one.IsOfCluster && configuration.Get(one.Enabled)))
        {
            Cluster = new ClusterRole(configuration, cluster, once, resources, _exporter, state, loggers, time);
        }

        if (configuration.Get(LogsOptions.Enabled) && configuration.Get(AgentOptions.Roles).Contains(Role.Node))
        {
            Node = cluster is null ? null : new NodeRole(configuration, cluster, resources, state, loggers, time);
            var reading = LogReaderSetup.Options(configuration, once);
            if (Environment.GetEnvironmentVariable("POD_UID") is { Length: > 0 } own)
            {
                // What the agent says of an export fault must not become more to export: it waits in its file until the fault is over.
                reading.HoldBack = container => container.PodUid == own && Logs.Status.HeldSince is not null;
            }

            Reader = new ContainerLogReader(
                reading, Node?.State ?? state, Node?.Attribution, resources, Logs.Budget, time, loggers.CreateLogger<ContainerLogReader>());
        }

        _watches = cluster is null ? null : new ClusterMeter(() => Watches, () => Cluster?.Lease is { } lease ? lease.Epoch is not null : null);
    }

    public LogPipeline Logs { get; }

    public MetricPipeline Metrics { get; }

    public CollectorScheduler Scheduler { get; }

    /// <summary>The agent's own metrics.</summary>
    public MeterCollector Self { get; }

    /// <summary>The host collectors that are switched on.</summary>
    public IReadOnlyList<ICollector> HostCollectors { get; }

    /// <summary>The log reader; null when logs are switched off.</summary>
    public ContainerLogReader? Reader { get; }

    /// <summary>What the node's logs have of the API server; null without one.</summary>
    public NodeRole? Node { get; }

    /// <summary>The role cluster; null when it is not this process's, or there is no API server.</summary>
    public ClusterRole? Cluster { get; }

    /// <summary>How the watches fare that run now.</summary>
    public IEnumerable<WatchStatus> Watches => (Node is null ? [] : new[] { Node.Attribution.Pods }).Concat(Cluster?.Watches ?? []);

    /// <summary>Where everything goes, for people.</summary>
    public string Target => _exporter.Target;

    /// <summary>Writes positions and closes everything, in the order of the way of the data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Reader is not null)
        {
            await Reader.DisposeAsync();
        }

        if (Node is not null)
        {
            await Node.EndAsync(HandOverWithin);
            Node.Dispose();
        }

        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        Self.Dispose();
        foreach (var collector in HostCollectors)
        {
            (collector as IDisposable)?.Dispose();
        }

        Scheduler.Dispose();
        Metrics.Dispose();
        Logs.Dispose();
        _exporter.Dispose();
        _process.Dispose();
        _watches?.Dispose();
    }

    /// <summary>Someone waits for a run with <c>--once</c>: it tries more often than an agent that has all day.</summary>
    public static DeliveryOptions Delivery(bool once)
    {
        var wait = TimeSpan.FromSeconds(2);
        return once ? new DeliveryOptions { MaxRetryDelay = wait, MinHoldDelay = wait, MaxHoldDelay = wait } : new DeliveryOptions();
    }

    /// <summary>What of the time to shut down is for delivering lines: all but two seconds (or two fifths, when it is short) for the last metrics and the positions.</summary>
    private static TimeSpan FlushTime(TimeSpan shutdown) => shutdown - (shutdown > TimeSpan.FromSeconds(5) ? TimeSpan.FromSeconds(2) : shutdown * 0.4);
}
