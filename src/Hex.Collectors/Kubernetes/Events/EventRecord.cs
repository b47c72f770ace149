using Hex.Dedup;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>An event as a log record (SIGNALS, Events).</summary>
internal static class EventRecord
{
    public const string EventName = "k8s.event";

    public static void AddTo(LogBatch batch, EventItem item, string clusterUid)
    {
        var (source, ticket) = item;
        var uid = source.Uid.ToString();
        batch.Add(
            source.Time.UnixNanoseconds,
            source.Message,
            SeverityOf(source.Type),
            EventRecordId.Of(clusterUid, uid, ticket.Occurrences),
            new LogRecordDetails { EventName = EventName, SeverityText = source.Type, Attributes = AttributesOf(source, uid, ticket) });
    }

    /// <summary>What the event is about, as far as the event itself says it.</summary>
    public static void AddTo(List<TelemetryAttribute> resource, EventSubject subject)
    {
        Add(resource, "k8s.object.kind", subject.Kind);
        Add(resource, "k8s.object.name", subject.Name);
        Add(resource, "k8s.object.uid", subject.Uid.ToString());
        Add(resource, "k8s.object.api_version", subject.ApiVersion);
        Add(resource, "k8s.object.fieldpath", subject.FieldPath);
    }

    private static AttributeSet AttributesOf(Event source, string uid, EventTicket ticket)
    {
        var attributes = new List<TelemetryAttribute>(12)
        {
            new("k8s.event.name", source.Name),
            new("k8s.event.uid", uid),
            new("k8s.event.count", (long)ticket.Occurrences),
        };
        Add(attributes, "k8s.event.reason", source.Reason);
        Add(attributes, "k8s.event.action", source.Action);
        Add(attributes, "k8s.event.start_time", source.Created);
        Add(attributes, "k8s.event.first_time", source.FirstTime.IsSet ? source.FirstTime : source.EventTime);
        Add(attributes, "k8s.event.last_time", source.SeriesTime > source.LastTime ? source.SeriesTime : source.LastTime);
        Add(attributes, "k8s.event.reporting_controller", source.ReportingController);
        Add(attributes, "k8s.event.reporting_instance", source.ReportingInstance);
        if (ticket.Delta is { } delta)
        {
            attributes.Add(new("k8s.event.count_delta", (long)delta));
        }

        return AttributeSet.Create(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(attributes));
    }

    private static LogSeverity SeverityOf(string? type) => type switch
    {
        "Normal" => LogSeverity.Info,
        "Warning" => LogSeverity.Warn,
        _ => LogSeverity.Unspecified,
    };

    private static void Add(List<TelemetryAttribute> attributes, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            attributes.Add(new(key, value));
        }
    }

    private static void Add(List<TelemetryAttribute> attributes, string key, Timestamp value)
    {
        if (value.IsSet)
        {
            attributes.Add(new(key, value.ToString()));
        }
    }
}
