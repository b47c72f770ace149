using Hex.Kubernetes;

namespace Hex.Attribution.Objects;

/// <summary>
/// The objects of one kind by UID, brought up to date snapshot by snapshot. What is missing from a snapshot is remembered for a while, and at most
/// <see cref="MaxDead"/> of it. Not thread-safe.
/// </summary>
internal sealed class ObjectIndex(TimeProvider time, TimeSpan timeToLive, bool byName = false)
{
    // A cluster that makes and deletes pods by the hundred must not make us remember ten minutes of them.
    public const int MaxDead = 4096;

    private readonly Dictionary<Uid, ObjectRow> _rows = [];
    private readonly Dictionary<Uid, Uid> _aliases = [];
    private readonly Dictionary<string, Uid> _names = new(StringComparer.Ordinal);
    private readonly Queue<(Uid Uid, long DiedAt)> _dead = [];
    private object? _snapshot;
    private int _generation;
    private int _alive;

    /// <summary>Rows, the remembered ones included.</summary>
    public int Count => _rows.Count;

    public ObjectRow? Find(Uid uid) =>
        _rows.TryGetValue(uid, out var row) || (_aliases.TryGetValue(uid, out var own) && _rows.TryGetValue(own, out row)) ? row : null;

    /// <summary>Finds an object of a cluster-scoped kind.</summary>
    public ObjectRow? Find(string name) => _names.TryGetValue(name, out var uid) ? Find(uid) : null;

    /// <summary>The row of an object that is at hand, made if need be.</summary>
    public ObjectRow Row(KubernetesObject item)
    {
        if (!_rows.TryGetValue(item.Uid, out var row))
        {
            row = Add(item);
            row.DiedAt = time.GetTimestamp();
            _dead.Enqueue((item.Uid, row.DiedAt.Value));
            Forget();
        }

        row.Item = item;
        return row;
    }

    /// <summary>Takes in an object that no snapshot holds: remembered from now on as long as one that was deleted now.</summary>
    public void Learn(KubernetesObject item)
    {
        var row = Row(item);
        if (row.DiedAt is not null)
        {
            row.DiedAt = time.GetTimestamp();
            _dead.Enqueue((item.Uid, row.DiedAt.Value));
        }
    }

    /// <summary>Takes in a snapshot.</summary>
    /// <returns>Whether it is another one than before.</returns>
    public bool Update<T>(ResourceSnapshot<T> snapshot)
        where T : KubernetesObject
    {
        // A kind that did not change has the same snapshot.
        var isChanged = !ReferenceEquals(snapshot, _snapshot);
        if (isChanged)
        {
            _snapshot = snapshot;
            _generation++;
            var revived = 0;
            foreach (var item in snapshot)
            {
                if (!_rows.TryGetValue(item.Uid, out var row))
                {
                    row = Add(item);
                    revived++;
                }
                else if (row.DiedAt is not null)
                {
                    row.DiedAt = null;
                    revived++;
                }

                row.Item = item;
                row.Generation = _generation;
            }

            if (_alive + revived != snapshot.Count)
            {
                Bury();
            }

            _alive = snapshot.Count;
        }

        Forget();
        return isChanged;
    }

    private ObjectRow Add(KubernetesObject item)
    {
        var row = new ObjectRow(item, time.GetTimestamp());
        _rows.Add(item.Uid, row);
        if (byName)
        {
            _names[item.Name] = item.Uid;
        }

        // The kubelet reports on a static pod under the hash of its manifest.
        if (item is Pod { ConfigHash: { Length: > 0 } hash })
        {
            _aliases[Uid.Parse(hash)] = item.Uid;
        }

        return row;
    }

    private void Bury()
    {
        var now = time.GetTimestamp();
        foreach (var (uid, row) in _rows)
        {
            if (row.Generation != _generation && row.DiedAt is null)
            {
                row.DiedAt = now;
                _dead.Enqueue((uid, now));
            }
        }
    }

    private void Forget()
    {
        while (_dead.TryPeek(out var oldest) && (_dead.Count > MaxDead || time.GetElapsedTime(oldest.DiedAt) >= timeToLive))
        {
            _dead.Dequeue();
            if (_rows.TryGetValue(oldest.Uid, out var row) && row.DiedAt == oldest.DiedAt)
            {
                Remove(oldest.Uid, row.Item);
            }
        }
    }

    private void Remove(Uid uid, KubernetesObject item)
    {
        _rows.Remove(uid);
        if (_names.TryGetValue(item.Name, out var named) && named == uid)
        {
            _names.Remove(item.Name);
        }

        if (item is Pod { ConfigHash: { Length: > 0 } hash } && _aliases.TryGetValue(Uid.Parse(hash), out var aliased) && aliased == uid)
        {
            _aliases.Remove(Uid.Parse(hash));
        }
    }
}
