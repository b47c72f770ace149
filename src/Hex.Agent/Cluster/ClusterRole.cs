using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Health;
using Hex.Attribution;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Cluster;

/// <summary>The role cluster: its collectors and events, with pipelines of their own, for as long as this process leads.</summary>
internal sealed partial class ClusterRole : IAsyncDisposable
{
    /// <summary>Events are small and held by the API server: more in flight would gain nothing.</summary>
    private const long MaxEventBytes = 8 << 20;

    /// <summary>How far events are delivered goes with the next renewal of the Lease, which costs nothing more: what comes again after a kill is what came in a few seconds.</summary>
    private static readonly TimeSpan KeepEvents = TimeSpan.FromSeconds(1);

    /// <summary>A leader that ends has this long to deliver: its successor waits for it.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>An API server that has just given a Lease answers in much less; one that is away is not waited for.</summary>
    private static readonly TimeSpan IdentifyWithin = TimeSpan.FromSeconds(5);

    private readonly AgentConfiguration _configuration;
    private readonly KubernetesClient _client;
    private readonly ResourcePool _resources;
    private readonly IStateStore _files;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly bool _once;
    private readonly ClusterElection? _election;
    private readonly StatePruning? _pruning;
    private readonly ExporterLeaf _exporter;
    private ClusterTerm? _term;
    private ClusterWork? _work;

    public ClusterRole(
        AgentConfiguration configuration, ClusterConnection cluster, bool once, ResourcePool resources, ExporterLeaf exporter, IStateStore files, ILoggerFactory loggers, TimeProvider time)
    {
        (_configuration, _resources, _files, _loggers, _time) = (configuration, resources, files, loggers, time);
        _logger = loggers.CreateLogger<ClusterRole>();
        _once = once;
        _client = new KubernetesClient(cluster.Connection, time, loggers);
        var use = LeaseUse.Of(configuration, cluster);
        _election = use.ForLeadership && !once ? new ClusterElection(configuration, cluster, _client, time, loggers.CreateLogger<ClusterElection>()) : null;
        _pruning = use.ForState && !once ? new StatePruning(_client, cluster.Namespace, configuration.Get(AgentOptions.LeaseName), time, loggers.CreateLogger<StatePruning>()) : null;
        _exporter = exporter.ForCluster(() => Volatile.Read(ref _term)?.Leadership?.Epoch, loggers);
        var leaf = new ClusterExporter(_exporter.Logs, _exporter.Metrics);
        Logs = new LogPipeline(
            leaf, new LogPipelineOptions { MaxInFlightBytes = MaxEventBytes, ShutdownTimeout = LastWords, Delivery = AgentPipelines.Delivery(once) },
            timeProvider: time, logger: loggers.CreateLogger<LogPipeline>());
        Metrics = new MetricPipeline(
            leaf,
            new MetricPipelineOptions { MaxBufferedBytes = configuration.Get(AgentOptions.MaxBufferedMetrics), ShutdownTimeout = TimeSpan.Zero, Delivery = AgentPipelines.Delivery(once) },
            time, logger: loggers.CreateLogger<MetricPipeline>());

        // A new leader collects at once: the series have been without points for long enough.
        var options = SelfMetrics.Options(configuration);
        options.Splay = TimeSpan.Zero;
        Scheduler = new CollectorScheduler(Metrics, resources, options, time, logger: loggers.CreateLogger<CollectorScheduler>());
    }

    /// <summary>What becomes of the events.</summary>
    public LogPipeline Logs { get; }

    /// <summary>What becomes of the metrics.</summary>
    public MetricPipeline Metrics { get; }

    public CollectorScheduler Scheduler { get; }

    /// <summary>How the watches fare; none while another leads.</summary>
    public IReadOnlyList<WatchStatus> Watches => Volatile.Read(ref _work)?.Watches ?? [];

    /// <summary>The Lease; null where there is none.</summary>
    public LeaseView? Lease => _election?.View;

    /// <summary>Works while this process leads, until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var closing = new CancellationTokenSource();
        var sending = Task.Run(() => Metrics.RunAsync(closing.Token), CancellationToken.None);
        if (_election is { } election)
        {
            await election.RunAsync(term => WorkAsync(term, stop), stop);
        }
        else
        {
            await WorkAsync(new ClusterTerm(null, _files), stop);
        }

        await closing.CancelAsync();
        await sending;
    }

    /// <summary>Collects everything once, delivers it, and ends. Takes no Lease.</summary>
    /// <param name="gate">Closed when it is to be given up.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<OnceResult> RunOnceAsync(IDeliveryGate gate, CancellationToken stop)
    {
        using var closing = new CancellationTokenSource();
        var sending = Task.Run(() => Metrics.RunAsync(closing.Token), CancellationToken.None);
        await using var work = await BeginAsync(new ClusterTerm(null, _files), stop);
        var result = await work.RunOnceAsync(Scheduler, Logs, gate, stop);
        await Metrics.DrainAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await closing.CancelAsync();
        await sending;
        return result with { UndeliveredPoints = Metrics.Status.PointsCollected - Metrics.Status.PointsDelivered };
    }

    public async ValueTask DisposeAsync()
    {
        if (_work is { } work)
        {
            await work.DisposeAsync();
        }

        Scheduler.Dispose();
        Metrics.Dispose();
        Logs.Dispose();
        _exporter.Dispose();
        _client.Dispose();
    }

    /// <summary>Prepares a term. Which cluster it is, is asked first: a resource that learns it later would be another one.</summary>
    private async Task<ClusterWork> BeginAsync(ClusterTerm term, CancellationToken stop)
    {
        var options = AttributionSetup.Options(_configuration);
        if (_once)
        {
            // A pod that waits for its owner waits for a later collection, and there is none.
            options.OwnerWait = TimeSpan.Zero;
        }

        var reader = new ClusterIdentityReader(_client, _configuration.Get(AgentOptions.ClusterName), nodeName: NodeName.Current);
        var attribution = new ClusterAttribution(_resources, options, _time) { Cluster = await IdentifyAsync(reader, stop) };
        var source = new ClusterSource(_client, new KubernetesCollectorOptions { Attribution = options }, attribution, _time, _loggers.CreateLogger<ClusterSource>());
        return new ClusterWork(_configuration, source, cluster => new EventSource(
            _client, _resources, cluster, term.State, new EventSourceOptions { Once = _once, SaveInterval = KeepEvents }, reader, _time, _loggers.CreateLogger<EventSource>()), _time);
    }

    private static async Task<ClusterIdentity> IdentifyAsync(ClusterIdentityReader reader, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(IdentifyWithin);
        try
        {
            return await reader.ReadAsync(late.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or KubernetesApiException or OperationCanceledException)
        {
            // The watch of the namespaces will say it, when it can.
            return reader.Local;
        }
    }

    private async Task WorkAsync(ClusterTerm term, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, term.Ended);
        await using var work = await BeginAsync(term, either.Token);
        Volatile.Write(ref _term, term);
        Volatile.Write(ref _work, work);
        try
        {
            await Task.WhenAll(work.RunAsync(Scheduler, Logs, term, either.Token), _pruning?.RunAsync(either.Token) ?? Task.CompletedTask);
            await DrainAsync(term);
        }
        finally
        {
            Volatile.Write(ref _work, null);
        }

        if (term.Leadership is { } leadership)
        {
            Log.Ended(_logger, leadership.Epoch);
        }
    }

    /// <summary>Delivers what was collected, while we still may.</summary>
    private async Task DrainAsync(ClusterTerm term)
    {
        if (term.IsOpen && Metrics.Status is { HeldSince: null, RetryingSince: null })
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(term.Ended);
            late.CancelAfter(LastWords);
            await Metrics.DrainAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1621, LogLevel.Information, "The cluster's collectors and events have ended with epoch {Epoch}")]
        public static partial void Ended(ILogger logger, int epoch);
    }
}
