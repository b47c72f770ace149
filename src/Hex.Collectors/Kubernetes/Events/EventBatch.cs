using Hex.Dedup;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>Events about one object. Acknowledged, they move the watermark; disposed without, they come again.</summary>
internal sealed class EventBatch(Resource resource, long observedTimeUnixNano, EventLedger ledger, EventQueue queue) : LogBatch(resource, observedTimeUnixNano)
{
    private readonly List<EventItem> _items = [];

    public void Add(EventItem item, string clusterUid)
    {
        _items.Add(item);
        EventRecord.AddTo(this, item, clusterUid);
    }

    protected override void OnAcknowledged()
    {
        foreach (var item in _items)
        {
            ledger.Acknowledge(item.Ticket);
        }

        queue.Release(_items);
    }

    protected override void OnDisposed()
    {
        if (!IsAcknowledged)
        {
            queue.Return(_items);
        }
    }
}
