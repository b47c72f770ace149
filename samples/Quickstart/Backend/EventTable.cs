using Hex.Testing.Otlp;

namespace Quickstart.Backend;

/// <summary>The latest events, one row per event: when it occurs again its count grows.</summary>
internal sealed class EventTable
{
    private const int Kept = 60;

    private readonly Dictionary<string, SeenEvent> _events = [];

    public IReadOnlyList<SeenEvent> Latest => [.. _events.Values.OrderByDescending(e => e.Last).ThenBy(e => e.Name, StringComparer.Ordinal)];

    public static bool IsEvent(ReceivedLog log) => log.EventName == "k8s.event" || log.Attributes.ContainsKey("k8s.event.reason");

    public void Add(ReceivedLog log)
    {
        string Attribute(string name) => log.Attributes.GetValueOrDefault(name) as string ?? "";
        string Resource(string name) => log.Resource.GetValueOrDefault(name) as string ?? "";
        _events[Attribute("k8s.event.uid")] = new SeenEvent(
            log.SeverityText,
            Attribute("k8s.event.reason"),
            Resource("k8s.object.kind"),
            Resource("k8s.namespace.name"),
            Resource("k8s.object.name"),
            log.Body ?? "",
            log.Attributes.GetValueOrDefault("k8s.event.count") as long? ?? 1,
            log.Time);
        while (_events.Count > Kept)
        {
            _events.Remove(_events.MinBy(pair => pair.Value.Last).Key);
        }
    }
}
