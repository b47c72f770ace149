using Hex.Telemetry;

namespace Hex.Dedup.Counts;

/// <summary>How often each of the latest keys was counted. Over its bound the one that was set longest ago is forgotten. Not thread-safe.</summary>
internal sealed class RecentCounts(int capacity)
{
    private readonly Dictionary<Id128, (int Count, long Order)> _counts = [];
    private readonly Queue<(Id128 Key, long Order)> _order = [];
    private long _next;

    public int Count => _counts.Count;

    /// <summary>Keys and counts, the one set longest ago first.</summary>
    public IEnumerable<(Id128 Key, int Count)> OldestFirst =>
        _order.Where(entry => IsCurrent(entry.Key, entry.Order)).Select(entry => (entry.Key, _counts[entry.Key].Count));

    public bool TryGet(Id128 key, out int count)
    {
        var isKnown = _counts.TryGetValue(key, out var known);
        count = known.Count;
        return isKnown;
    }

    /// <summary>Sets a count, never to less than it was, and makes its key the latest.</summary>
    public void Set(Id128 key, int count)
    {
        var order = _next++;
        _counts[key] = _counts.TryGetValue(key, out var known) ? (Math.Max(known.Count, count), order) : (count, order);
        _order.Enqueue((key, order));
        while (_counts.Count > capacity)
        {
            var oldest = _order.Dequeue();
            if (IsCurrent(oldest.Key, oldest.Order))
            {
                _counts.Remove(oldest.Key);
            }
        }

        if (_order.Count > 2 * capacity)
        {
            Compact();
        }
    }

    public void Remove(Id128 key) => _counts.Remove(key);

    public void Clear()
    {
        _counts.Clear();
        _order.Clear();
    }

    private bool IsCurrent(Id128 key, long order) => _counts.TryGetValue(key, out var known) && known.Order == order;

    // Keys that are set again and again leave their earlier places behind.
    private void Compact()
    {
        for (var i = _order.Count; i > 0; i--)
        {
            var entry = _order.Dequeue();
            if (IsCurrent(entry.Key, entry.Order))
            {
                _order.Enqueue(entry);
            }
        }
    }
}
