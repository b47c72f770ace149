using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;

namespace Hex.Testing.Cluster.Resources.Views;

/// <summary>Events are stored as core/v1 and shown as events.k8s.io/v1 too, field by field as the server converts them.</summary>
internal static class EventViews
{
    public static readonly string[] SelectableFields =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    // Stored member, member of events.k8s.io/v1, whether it is written when it is missing (as null).
    private static readonly (string Stored, string Shown, bool Always)[] Members =
    [
        ("metadata", "metadata", false),
        ("eventTime", "eventTime", true),
        ("series", "series", false),
        ("reportingComponent", "reportingController", false),
        ("reportingInstance", "reportingInstance", false),
        ("action", "action", false),
        ("reason", "reason", false),
        ("involvedObject", "regarding", true),
        ("related", "related", false),
        ("message", "note", false),
        ("type", "type", false),
        ("source", "deprecatedSource", false),
        ("firstTimestamp", "deprecatedFirstTimestamp", true),
        ("lastTimestamp", "deprecatedLastTimestamp", true),
        ("count", "deprecatedCount", false),
    ];

    public static byte[] ToEventsV1(byte[] stored)
    {
        var from = ObjectJson.ToNode(stored);
        var to = new JsonObject();
        foreach (var (name, shown, always) in Members)
        {
            var value = from[name];
            if (value is JsonValue text && text.TryGetValue(out string? s) && s.Length == 0)
                continue;
            if (value is not null || always)
                to.Add(shown, value?.DeepClone());
        }

        return GoJson.Serialize(to);
    }
}
