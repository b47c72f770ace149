using Hex.Attribution;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>Makes the resources of events: what they are about, with the real attributes of that object where the cluster is known.</summary>
internal sealed partial class EventSubjects(ClusterSource? cluster, ResourcePool resources, TimeProvider time, ILogger logger)
{
    // Snapshots are shared for a second: what was made less than two ago may not be in one yet.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    private static readonly CollectorReads Reads = new(
        EventSource.SourceName,
        ClusterKinds.Pods | ClusterKinds.Nodes | ClusterKinds.Namespaces | ClusterKinds.ReplicaSets | ClusterKinds.Deployments | ClusterKinds.StatefulSets
        | ClusterKinds.DaemonSets | ClusterKinds.Jobs | ClusterKinds.CronJobs);

    private readonly ClusterAttribution _bare = new(resources);
    private readonly List<TelemetryAttribute> _attributes = new(32);
    private string? _reported;

    /// <summary>Has the cluster watched from the first event on. Before anything is read.</summary>
    public void Announce() => cluster?.Add(Reads);

    /// <summary>Brings what is known up to date; once more a little later when an event speaks of something very new that is not known yet.</summary>
    public async ValueTask<ClusterAttribution> UpdateAsync(IReadOnlyList<EventItem> items, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        if (cluster is not null && ReferenceEquals(_reported, null) && items.Any(item => IsLate(item.Event, known)))
        {
            await Task.Delay(Late, time, cancellationToken);
            known = await ReadAsync(cancellationToken);
        }

        return known;
    }

    public Resource Of(EventSubject subject, ClusterAttribution known, ClusterIdentity identity)
    {
        _attributes.Clear();
        if (identity.Name is not null)
        {
            _attributes.Add(new("k8s.cluster.name", identity.Name));
        }

        if (identity.Uid is not null)
        {
            _attributes.Add(new("k8s.cluster.uid", identity.Uid));
        }

        _attributes.AddRange(known.AttributesOf(subject));
        EventRecord.AddTo(_attributes, subject);
        return resources.Get(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_attributes));
    }

    private bool IsLate(Event item, ClusterAttribution known) =>
        item.Subject is { ApiVersion: "v1", Kind: "Pod" }
        && time.GetUtcNow() - item.Time.ToDateTimeOffset() < Late
        && !known.TryFind(item.Subject, out _);

    private async ValueTask<ClusterAttribution> ReadAsync(CancellationToken cancellationToken)
    {
        if (cluster is null)
        {
            return _bare;
        }

        try
        {
            var view = await cluster.ReadAsync(Reads, resources, cancellationToken);
            _reported = null;
            return view.Attribution;
        }
        catch (InvalidOperationException nothing)
        {
            if (_reported != nothing.Message)
            {
                _reported = nothing.Message;
                Log.Bare(logger, nothing.Message);
            }

            return _bare;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1520, LogLevel.Warning, "Events go without the attributes of what they are about: {Cause}")]
        public static partial void Bare(ILogger logger, string cause);
    }
}
