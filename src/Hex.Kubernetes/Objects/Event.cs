namespace Hex.Kubernetes;

/// <summary>The object an event is about (involvedObject, or regarding).</summary>
/// <param name="ApiVersion">Group and version, e.g. <c>v1</c>.</param>
/// <param name="Kind">E.g. <c>Pod</c>.</param>
/// <param name="Namespace">Empty for cluster-scoped objects.</param>
/// <param name="Name">The name.</param>
/// <param name="Uid">The UID; empty when the reporter did not know it.</param>
/// <param name="FieldPath">The part of the object, e.g. <c>spec.containers{app}</c>; null when all of it.</param>
public sealed record EventSubject(string ApiVersion, string Kind, string Namespace, string Name, Uid Uid, string? FieldPath);

/// <summary>An event, in either of its two shapes (core/v1, events.k8s.io/v1). Not cached: read, sent, forgotten.</summary>
public sealed class Event : KubernetesObject
{
    internal Event(in ObjectMetadata metadata, in EventDraft draft)
        : base(metadata)
    {
        ResourceVersion = metadata.ResourceVersion ?? "";
        Type = draft.Type;
        Reason = draft.Reason;
        Action = draft.Action;
        Message = draft.Message ?? "";
        Subject = draft.Subject ?? new EventSubject("", "", "", "", default, null);
        ReportingController = draft.ReportingController ?? draft.SourceComponent;
        ReportingInstance = draft.ReportingInstance ?? draft.SourceHost;
        FirstTime = draft.FirstTime;
        LastTime = draft.LastTime;
        EventTime = draft.EventTime;
        SeriesTime = draft.SeriesTime;
        Occurrences = Math.Max(1, Math.Max(draft.Count, draft.SeriesCount));
    }

    /// <summary>metadata.resourceVersion: decimal on every known server, but compare as text of digits.</summary>
    public string ResourceVersion { get; }

    /// <summary><c>Normal</c>, <c>Warning</c>, or another word.</summary>
    public string? Type { get; }

    /// <summary>Why, in one word, e.g. <c>FailedScheduling</c>.</summary>
    public string? Reason { get; }

    /// <summary>What was done, in one word; null in most events.</summary>
    public string? Action { get; }

    /// <summary>message or note; at most 16 KiB.</summary>
    public string Message { get; }

    /// <summary>What it is about.</summary>
    public EventSubject Subject { get; }

    /// <summary>Who reports, e.g. <c>kubelet</c>.</summary>
    public string? ReportingController { get; }

    /// <summary>Which instance reports, e.g. the node.</summary>
    public string? ReportingInstance { get; }

    /// <summary>firstTimestamp.</summary>
    public Timestamp FirstTime { get; }

    /// <summary>lastTimestamp.</summary>
    public Timestamp LastTime { get; }

    /// <summary>eventTime, with microseconds.</summary>
    public Timestamp EventTime { get; }

    /// <summary>series.lastObservedTime.</summary>
    public Timestamp SeriesTime { get; }

    /// <summary>How often it happened: the largest of count, deprecatedCount, series.count and 1.</summary>
    public int Occurrences { get; }

    /// <summary>When it last happened: the newest time the event carries.</summary>
    public Timestamp Time => Newest(SeriesTime, Newest(LastTime, Newest(EventTime, Newest(FirstTime, Created))));

    private static Timestamp Newest(Timestamp left, Timestamp right) => left > right ? left : right;
}
