using Hex.Collectors.Kubernetes.Events;
using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;

namespace Hex.Collectors.Kubernetes;

/// <summary>What <see cref="EventSource"/> emits.</summary>
internal static class EventSignals
{
    private static readonly SignalAttribute Reason = Own("k8s.event.reason", "Why, in one word, e.g. `FailedScheduling`; in the metric `_OTHER` over a thousand series.");

    public static readonly MetricSignal Occurrences = MetricSignal.Own(
        Instrument.Counter("k8s.event.occurrences", "{event}", "Occurrences of events seen since this process reads them."),
        "count, series.count",
        NamespaceName,
        Reason,
        Own("k8s.event.type", "`Normal`, `Warning`."));

    public static SignalCatalogue Catalogue { get; } = new(
        EventSource.SourceName,
        "Events",
        CollectionScope.Cluster,
        [
            Own("k8s.object.kind", "The kind of the object the event is about, e.g. `Pod`."),
            Own("k8s.object.name", "Its name."),
            Own("k8s.object.uid", "Its UID."),
            Own("k8s.object.api_version", "Its group and version, e.g. `apps/v1`."),
            Own("k8s.object.fieldpath", "The part of it, e.g. `spec.containers{app}`."),
            NodeUid,
            NamespaceUid,
            AutoscalerSignals.Name,
            AutoscalerSignals.Uid,
            ClaimSignals.Name,
            ClaimSignals.Uid,
            .. Pod,
        ],
        [Occurrences])
    {
        EventName = EventRecord.EventName,
        Records =
        [
            Own("k8s.event.name", "The event's name."),
            Own("k8s.event.uid", "The event's UID."),
            Reason,
            Own("k8s.event.action", "What was done, in one word."),
            Own("k8s.event.count", "How often it happened so far."),
            Own("k8s.event.count_delta", "How often since it was seen before; left out where that is not known."),
            Own("k8s.event.start_time", "When the event object was made, RFC 3339."),
            Own("k8s.event.first_time", "When it happened first, RFC 3339."),
            Own("k8s.event.last_time", "When it happened last, RFC 3339; left out for what happens once only."),
            Own("k8s.event.reporting_controller", "Who reports, e.g. `kubelet`."),
            Own("k8s.event.reporting_instance", "Which instance of it, e.g. the node."),
        ],
        Remarks = "The record's time is when it happened last, its body the message, its severity INFO for `Normal` and WARN for `Warning`. Beside `k8s.object.*` a resource has what the "
            + "object's own has: of a pod its owners and service, of a node its UID. `log.record.uid` is the same whenever and by whoever an occurrence is sent: events are delivered at least once, "
            + "and a receiver that drops known ids has each once. The delete of an event says only that it is an hour old, and is no record.",
    };

    private static SignalAttribute Own(string key, string description) => SignalAttribute.Own(key, description);
}
