using System.Runtime.InteropServices;
using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>What a collector has made of each object, until the object changes. One per collector; not thread-safe.</summary>
internal sealed class ObjectRows<T, TRow>(Func<T, TRow> make)
    where T : class, IKubernetesObject
    where TRow : class
{
    private readonly Dictionary<Uid, (T Item, TRow Row, int Cycle)> _rows = [];
    private int _cycle;
    private int _asked;

    /// <summary>How many objects there are rows of.</summary>
    public int Count => _rows.Count;

    public TRow Of(T item)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, item.Uid, out var isKnown);
        _asked += !isKnown || entry.Cycle != _cycle ? 1 : 0;
        entry = isKnown && ReferenceEquals(entry.Item, item) ? (item, entry.Row, _cycle) : (item, make(item), _cycle);
        return entry.Row;
    }

    /// <summary>Forgets the objects that were not asked about since the last call.</summary>
    public void EndCycle()
    {
        if (_asked < _rows.Count)
        {
            foreach (var (uid, entry) in _rows)
            {
                if (entry.Cycle != _cycle)
                {
                    _rows.Remove(uid);
                }
            }
        }

        _cycle++;
        _asked = 0;
    }
}
