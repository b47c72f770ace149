using Hex.Attribution;
using Hex.Dedup;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>Counts what happened by namespace, reason and type (<c>k8s.event.occurrences</c>), since this process reads events.</summary>
internal sealed class EventOccurrences(TimeProvider time) : ICollector
{
    /// <summary>Reasons are words that anyone may invent; what is over this counts under one name.</summary>
    public const int MaxSeries = 1000;

    private const string Other = "_OTHER";

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Reason, string Type), long> _counts = [];
    private readonly long _startTime = UnixNano.From(time.GetUtcNow());

    /// <summary>Of which cluster.</summary>
    public ClusterIdentity Cluster { get; set; } = ClusterIdentity.Unknown;

    public string Name => EventSource.SourceName;

    public CollectionScope Scope => CollectionScope.Cluster;

    /// <summary>Counts an occurrence. How often an event had happened before we knew it is not known, and not counted.</summary>
    public void Count(Event item, EventTicket ticket)
    {
        var key = (item.Subject.Namespace, item.Reason ?? "", item.Type ?? "");
        lock (_lock)
        {
            if (!_counts.ContainsKey(key) && _counts.Count >= MaxSeries)
            {
                key = ("", Other, "");
            }

            _counts[key] = _counts.GetValueOrDefault(key) + (ticket.Delta ?? 1);
        }
    }

    public ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
    {
        var cluster = Cluster;
        List<TelemetryAttribute> resource = [];
        if (cluster.Name is not null)
        {
            resource.Add(new("k8s.cluster.name", cluster.Name));
        }

        if (cluster.Uid is not null)
        {
            resource.Add(new("k8s.cluster.uid", cluster.Uid));
        }

        var metrics = writer.For(writer.Resources.Get(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(resource)), _startTime);
        lock (_lock)
        {
            foreach (var ((ns, reason, type), count) in _counts)
            {
                metrics.Record(EventSignals.Occurrences.Instrument, count, Attributes(ns, reason, type));
            }
        }

        return ValueTask.CompletedTask;
    }

    private static TelemetryAttribute[] Attributes(string ns, string reason, string type) =>
    [
        .. ns.Length > 0 ? [new TelemetryAttribute("k8s.namespace.name", ns)] : Array.Empty<TelemetryAttribute>(),
        new("k8s.event.reason", reason),
        .. type.Length > 0 ? [new TelemetryAttribute("k8s.event.type", type)] : Array.Empty<TelemetryAttribute>(),
    ];
}
