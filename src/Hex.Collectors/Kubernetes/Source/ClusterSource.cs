using Hex.Attribution;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Collectors.Kubernetes;

/// <summary>
/// Where the Kubernetes collectors have the cluster from: one watch per kind that one of them reads, begun by the first collection and ended when
/// no collection has come for a while, so that a process that does not lead watches nothing. Collectors of one tick see one snapshot, and
/// what they sum is summed once. Make the collectors before the first of them collects. Thread-safe.
/// </summary>
public sealed partial class ClusterSource : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly IClusterFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly KubernetesCollectorOptions _options;
    private readonly NamespaceFilter _namespaces;
    private readonly Dictionary<(string Collector, ClusterKinds Kind), string> _reported = [];
    private readonly SharedUsage<string, NodeUsage> _nodeUsage = new(usage => usage.Name);
    private readonly SharedUsage<(string Namespace, string Name), PodUsage> _podUsage = new(usage => (usage.Namespace, usage.Name));
    private (ClusterSnapshot Snapshot, Lazy<PodRollup> Rollup)? _shared;
    private ClusterAttribution? _attribution;
    private ResourcePool? _pool;

    /// <summary>A cluster that will be watched.</summary>
    /// <param name="client">Its API server.</param>
    /// <param name="options">What is read and left out; the defaults when null.</param>
    /// <param name="attribution">Makes resources, out of the pool of the pipeline; one of its own when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="logger">Where is told what cannot be read; nowhere when null.</param>
    public ClusterSource(
        KubernetesClient client,
        KubernetesCollectorOptions? options = null,
        ClusterAttribution? attribution = null,
        TimeProvider? time = null,
        ILogger<ClusterSource>? logger = null)
        : this(new WatchedCluster(client, options ??= new(), time ?? TimeProvider.System), options, attribution, time, logger)
    {
    }

    internal ClusterSource(IClusterFeed feed, KubernetesCollectorOptions options, ClusterAttribution? attribution, TimeProvider? time, ILogger? logger)
    {
        _feed = feed;
        _options = options;
        _namespaces = new NamespaceFilter(options);
        _attribution = attribution;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>How the watches fare, one per kind; empty while nothing is watched.</summary>
    public IReadOnlyList<WatchStatus> Watches => _feed.Watches;

    /// <summary>A cluster that does not change: for tests, and for tools that read files.</summary>
    /// <param name="snapshot">The objects.</param>
    /// <param name="nodes">The usage of nodes; none when null.</param>
    /// <param name="pods">The usage of pods; none when null.</param>
    /// <param name="options">What is left out; the defaults when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public static ClusterSource Of(
        ClusterSnapshot snapshot,
        UsageSnapshot<NodeUsage>? nodes = null,
        UsageSnapshot<PodUsage>? pods = null,
        KubernetesCollectorOptions? options = null,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new ClusterSource(new FixedCluster(snapshot, nodes, pods), options ?? new(), attribution: null, time, logger: null);
    }

    /// <summary>
    /// The cluster now, the same for all who ask within a second: for what attributes between the ticks, such as events. Like a collection it begins to
    /// watch; before the first sync it is empty.
    /// </summary>
    public ClusterSnapshot Snapshot() => _feed.Snapshot(ClusterKinds.None);

    /// <summary>Ends the watches. The next collection begins them anew.</summary>
    public Task StopAsync() => _feed.StopAsync();

    /// <summary>Ends the watches.</summary>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Which namespaces are collected.</summary>
    internal NamespaceFilter Namespaces => _namespaces;

    internal void Add(CollectorReads reads) => _feed.Add(reads.Main | reads.Extra);

    /// <summary>Waits for the first sync of what a collector reads, and gives it the cluster of this tick.</summary>
    /// <exception cref="IOException">Nothing of what it reads can be read.</exception>
    internal async ValueTask<ClusterView> ReadAsync(CollectorReads reads, ResourcePool pool, CancellationToken cancellationToken)
    {
        var missing = await _feed.WaitAsync(reads.Main | reads.Extra, cancellationToken);
        var available = reads.Main | reads.Extra;
        foreach (var kind in missing)
        {
            available &= ~kind.Kind;
        }

        if ((available & reads.Main) == ClusterKinds.None)
        {
            throw new IOException(string.Join("; ", missing.Where(kind => (kind.Kind & reads.Main) != ClusterKinds.None).Select(kind => kind.Cause)));
        }

        Report(reads, missing);

        // The snapshot first: the collectors of a tick come here within the moment that shares one, and part at the Metrics API.
        var snapshot = _feed.Snapshot(reads.Main | reads.Extra);
        var nodes = (reads.Usage & UsageKinds.Nodes) != UsageKinds.None ? await _feed.NodeUsageAsync(cancellationToken) : null;
        var pods = (reads.Usage & UsageKinds.Pods) != UsageKinds.None ? await _feed.PodUsageAsync(cancellationToken) : null;
        lock (_lock)
        {
            if (_shared is not { } shared || !ReferenceEquals(shared.Snapshot, snapshot))
            {
                var all = snapshot.Get<Pod>();
                _shared = shared = (snapshot, new Lazy<PodRollup>(() => PodRollup.Of(all)));
            }

            return new ClusterView(
                snapshot,
                available,
                AttributionFor(pool, snapshot),
                _namespaces,
                (available & ClusterKinds.Pods) != ClusterKinds.None ? shared.Rollup : null,
                _nodeUsage.IndexOf(nodes),
                _podUsage.IndexOf(pods));
        }
    }

    private ClusterAttribution AttributionFor(ResourcePool pool, ClusterSnapshot snapshot)
    {
        if (_attribution is null || (_pool is not null && !ReferenceEquals(_pool, pool)))
        {
            _attribution = new ClusterAttribution(pool, _options.Attribution, _time);
            _pool = pool;
        }

        _attribution.Update(snapshot);
        return _attribution;
    }

    /// <summary>Tells once what a collector goes without, and again when the cause is another.</summary>
    private void Report(CollectorReads reads, IReadOnlyList<MissingKind> missing)
    {
        lock (_lock)
        {
            foreach (var kind in ClusterKind.All)
            {
                var key = (reads.Collector, kind.Flag);
                var cause = missing.FirstOrDefault(one => one.Kind == kind.Flag).Cause;
                if (cause is null)
                {
                    if (_reported.Remove(key))
                    {
                        Log.Complete(_logger, reads.Collector, kind.Type);
                    }
                }
                else if (_reported.GetValueOrDefault(key) != cause)
                {
                    _reported[key] = cause;
                    Log.Degraded(_logger, reads.Collector, cause);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1500, LogLevel.Warning, "Collector {Collector} goes without: {Cause}")]
        public static partial void Degraded(ILogger logger, string collector, string cause);

        [LoggerMessage(1501, LogLevel.Information, "Collector {Collector} has {Kind} again")]
        public static partial void Complete(ILogger logger, string collector, ResourceType kind);
    }
}
