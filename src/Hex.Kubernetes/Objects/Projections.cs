using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>
/// Makes the compact form of one object out of its JSON. Null when the object is unusable: it is left out and counted, as when a
/// <see cref="JsonException"/>, <see cref="InvalidOperationException"/> or <see cref="FormatException"/> is thrown.
/// </summary>
/// <param name="json">One JSON object in UTF-8, valid during the call only.</param>
/// <typeparam name="T">The compact form: keep what you read, and nothing of the bytes.</typeparam>
public delegate T? ResourceProjector<out T>(ReadOnlySpan<byte> json)
    where T : class;

/// <summary>
/// The projections of the kinds Hex reads. Each decodes one object, from a list or a watch, and keeps only what collectors use;
/// equal strings, amounts, container specs and owners are shared through pools of bounded size. Safe for use by several threads.
/// </summary>
public sealed class Projections
{
    private readonly DecodeContext _context;

    /// <summary>Projections with pools of their own.</summary>
    /// <param name="selection">The labels and annotations to keep; null keeps those that are always kept.</param>
    public Projections(MetadataSelection? selection = null)
        : this(selection ?? new MetadataSelection(), StringPool.DefaultSlots)
    {
    }

    internal Projections(MetadataSelection selection, int slots) => _context = new DecodeContext(selection, slots);

    /// <summary>What had to be left out or bent so far.</summary>
    public DecodeStatistics Statistics => _context.Statistics;

    /// <summary>core/v1 Pod.</summary>
    public Pod? Pod(ReadOnlySpan<byte> json) => PodDecoder.Decode(json, _context);

    /// <summary>core/v1 Node.</summary>
    public Node? Node(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<Node, NodeDraft>(json, _context);

    /// <summary>core/v1 Namespace.</summary>
    public Namespace? Namespace(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<Namespace, NamespaceDraft>(json, _context);

    /// <summary>core/v1 PersistentVolumeClaim.</summary>
    public PersistentVolumeClaim? PersistentVolumeClaim(ReadOnlySpan<byte> json) =>
        ObjectDecoder.Decode<PersistentVolumeClaim, ClaimDraft>(json, _context);

    /// <summary>core/v1 and events.k8s.io/v1 Event.</summary>
    public Event? Event(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<Event, EventDraft>(json, _context);

    /// <summary>apps/v1 Deployment.</summary>
    public Deployment? Deployment(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<Deployment, DeploymentDraft>(json, _context);

    /// <summary>apps/v1 StatefulSet.</summary>
    public StatefulSet? StatefulSet(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<StatefulSet, StatefulSetDraft>(json, _context);

    /// <summary>apps/v1 DaemonSet.</summary>
    public DaemonSet? DaemonSet(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<DaemonSet, DaemonSetDraft>(json, _context);

    /// <summary>apps/v1 ReplicaSet.</summary>
    public ReplicaSet? ReplicaSet(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<ReplicaSet, ReplicaSetDraft>(json, _context);

    /// <summary>batch/v1 Job.</summary>
    public Job? Job(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<Job, JobDraft>(json, _context);

    /// <summary>batch/v1 CronJob.</summary>
    public CronJob? CronJob(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<CronJob, CronJobDraft>(json, _context);

    /// <summary>autoscaling/v2 HorizontalPodAutoscaler.</summary>
    public HorizontalPodAutoscaler? HorizontalPodAutoscaler(ReadOnlySpan<byte> json) =>
        ObjectDecoder.Decode<HorizontalPodAutoscaler, AutoscalerDraft>(json, _context);

    /// <summary>meta.k8s.io/v1 PartialObjectMetadata, or the metadata of any object.</summary>
    public ObjectReference? ObjectReference(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<ObjectReference, ReferenceDraft>(json, _context);

    /// <summary>coordination.k8s.io/v1 Lease.</summary>
    public Lease? Lease(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<Lease, LeaseDraft>(json, _context);

    /// <summary>metrics.k8s.io/v1beta1 NodeMetrics.</summary>
    public NodeUsage? NodeUsage(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<NodeUsage, NodeUsageDraft>(json, _context);

    /// <summary>metrics.k8s.io/v1beta1 PodMetrics.</summary>
    public PodUsage? PodUsage(ReadOnlySpan<byte> json) => ObjectDecoder.Decode<PodUsage, PodUsageDraft>(json, _context);

    /// <summary>Decodes one object and counts: content never throws.</summary>
    internal static T? Project<T>(ResourceProjector<T> projector, ReadOnlySpan<byte> json, DecodeStatistics statistics)
        where T : class
    {
        T? result = null;
        try
        {
            result = projector(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Counted below, as an object without a name is.
        }

        if (result is null)
        {
            statistics.CountRejected();
        }
        else
        {
            statistics.CountObject();
        }

        return result;
    }
}
