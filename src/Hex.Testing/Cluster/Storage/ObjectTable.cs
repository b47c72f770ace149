namespace Hex.Testing.Cluster.Storage;

/// <summary>
/// The objects of one resource type with their history. Every member but <see cref="Changed"/>'s task is used under the
/// store's lock. Invariant: a key's chain reaches back to every revision at or above <see cref="Floor"/>.
/// </summary>
internal sealed class ObjectTable(ApiResource resource, int historyLimit)
{
    private readonly List<StoredObject> _current = [];
    private readonly ChangeLog _history = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ApiResource Resource { get; } = resource;

    /// <summary>Changes at or below it are forgotten.</summary>
    public long Floor { get; private set; }

    /// <summary>Oldest revision a watch may start from.</summary>
    public long OldestWatch { get; private set; }

    /// <summary>Oldest revision a list or a continue token may ask for.</summary>
    public long OldestList { get; private set; }

    /// <summary>Completes at the next change.</summary>
    public Task Changed => _changed.Task;

    public int Count { get; private set; }

    public StoredObject? Find(string path) => IndexOf(path) is >= 0 and var index ? _current[index] : null;

    /// <summary>Keys from a path on (inclusive), in order, deleted ones included.</summary>
    public IEnumerable<StoredObject> From(string path)
    {
        var index = IndexOf(path);
        for (var i = index < 0 ? ~index : index; i < _current.Count; i++)
            yield return _current[i];
    }

    /// <summary>Adds what the cluster holds from its beginning, without history; the keys must be new.</summary>
    public void Load(IEnumerable<StoredObject> objects, long revision)
    {
        _current.AddRange(objects);
        _current.Sort((a, b) => string.CompareOrdinal(a.Key.Path, b.Key.Path));
        for (var i = 1; i < _current.Count; i++)
        {
            if (_current[i].Key.Path == _current[i - 1].Key.Path)
                throw new ArgumentException($"{Resource.QualifiedName} '{_current[i].Key.Path}' is there twice", nameof(objects));
        }

        Count = _current.Count;
        while (_history.Count > 0)
            Drop();
        Floor = revision;
        Expire(revision, revision);
    }

    public void Put(StoredObject version)
    {
        var index = IndexOf(version.Key.Path);
        if (index >= 0)
            _current[index] = version;
        else
            _current.Insert(~index, version);
        Count += version.Created ? 1 : version.Deleted ? -1 : 0;
        _history.Add(version);
        while (_history.Count > historyLimit)
            Drop();
        Wake();
    }

    /// <summary>At most <paramref name="limit"/> changes after a revision, oldest first.</summary>
    public void ChangesAfter(long revision, int limit, List<StoredObject> to) => _history.CopyAfter(revision, limit, to);

    /// <summary>Refuses older watches and lists from now on; what is larger stays.</summary>
    public void Expire(long oldestWatch, long oldestList)
    {
        OldestWatch = Math.Max(OldestWatch, oldestWatch);
        OldestList = Math.Max(OldestList, oldestList);
    }

    /// <summary>Lets every waiting watch look again.</summary>
    public void Wake()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private void Drop()
    {
        var dropped = _history.RemoveOldest();
        dropped.Forget();
        Floor = Math.Max(Floor, dropped.Revision);
        Expire(Floor, Floor);
        if (dropped.Deleted && IndexOf(dropped.Key.Path) is >= 0 and var index && ReferenceEquals(_current[index], dropped))
            _current.RemoveAt(index);
    }

    private int IndexOf(string path)
    {
        int low = 0, high = _current.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_current[middle].Key.Path, path);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
