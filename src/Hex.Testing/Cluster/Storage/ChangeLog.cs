namespace Hex.Testing.Cluster.Storage;

/// <summary>The latest changes of a table in the order of their revisions, found by revision without walking them.</summary>
internal sealed class ChangeLog
{
    private StoredObject[] _ring = new StoredObject[64];
    private int _first;

    public int Count { get; private set; }

    public long LastRevision => Count == 0 ? 0 : this[Count - 1].Revision;

    public StoredObject this[int index] => _ring[(_first + index) & (_ring.Length - 1)];

    public void Add(StoredObject change)
    {
        if (Count == _ring.Length)
        {
            var larger = new StoredObject[_ring.Length * 2];
            for (var i = 0; i < Count; i++)
                larger[i] = this[i];
            (_ring, _first) = (larger, 0);
        }

        _ring[(_first + Count) & (_ring.Length - 1)] = change;
        Count++;
    }

    public StoredObject RemoveOldest()
    {
        var oldest = _ring[_first];
        _ring[_first] = null!;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
        return oldest;
    }

    /// <summary>At most <paramref name="limit"/> changes above a revision, oldest first.</summary>
    public void CopyAfter(long revision, int limit, List<StoredObject> to)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (this[middle].Revision > revision)
                high = middle;
            else
                low = middle + 1;
        }

        for (var i = low; i < Count && to.Count < limit; i++)
            to.Add(this[i]);
    }
}
