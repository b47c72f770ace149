namespace Hex.Kubernetes;

/// <summary>
/// The compact objects of one kind, kept equal to the API server's by a watch. Reading takes no lock and never holds the watch up.
/// </summary>
/// <typeparam name="T">The projection.</typeparam>
public sealed class ResourceCache<T> : IResourceStore<T>
    where T : class, IKubernetesObject
{
    private readonly Lock _writing = new();
    private readonly Dictionary<Uid, Slot> _slots = [];
    private readonly SnapshotList<T> _items = new();
    private Action<ResourceChange<T>>[] _observers = [];
    private int _generation;
    private bool _isReplacing;

    private readonly record struct Slot(int Index, int Generation);

    /// <summary>
    /// The objects at the last moment at which everything received had been taken in. While a list is under way: as before it began.
    /// </summary>
    public ResourceSnapshot<T> Snapshot => _items.Published;

    /// <summary>
    /// Calls back for every change from now on, on the watch's own thread and in its order; what is there already is reported as added
    /// first. The handler must be quick and must not throw.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    public IDisposable Subscribe(Action<ResourceChange<T>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_writing)
        {
            foreach (var slot in _slots.Values)
            {
                handler(new(null, _items[slot.Index]));
            }

            _observers = [.. _observers, handler];
        }

        return new Subscription(() =>
        {
            lock (_writing)
            {
                _observers = [.. _observers.Where(observer => observer != handler)];
            }
        });
    }

    /// <inheritdoc/>
    public void BeginReplace()
    {
        _isReplacing = true;
        _generation++;
    }

    /// <inheritdoc/>
    public void Upsert(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_writing)
        {
            T? before = null;
            if (_slots.TryGetValue(item.Uid, out var slot))
            {
                before = _items[slot.Index];
                _items.Set(slot.Index, item);
                _slots[item.Uid] = slot with { Generation = _generation };
            }
            else
            {
                _slots.Add(item.Uid, new Slot(_items.Add(item), _generation));
            }

            Notify(new(before, item));
        }
    }

    /// <inheritdoc/>
    public void Remove(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_writing)
        {
            Remove(item.Uid);
        }
    }

    /// <inheritdoc/>
    public void EndReplace()
    {
        lock (_writing)
        {
            var gone = _slots.Where(slot => slot.Value.Generation != _generation).Select(slot => slot.Key).ToArray();
            foreach (var uid in gone)
            {
                Remove(uid);
            }

            _isReplacing = false;
            _items.Publish();
        }
    }

    /// <inheritdoc/>
    public void AbortReplace() => _isReplacing = false;

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // Half a list is no state of the cluster: it is shown when it is complete.
        if (!_isReplacing)
        {
            _items.Publish();
        }

        return ValueTask.CompletedTask;
    }

    private void Remove(Uid uid)
    {
        if (_slots.Remove(uid, out var slot))
        {
            var before = _items[slot.Index];
            _items.RemoveAt(slot.Index);
            Notify(new(before, null));
        }
    }

    private void Notify(ResourceChange<T> change)
    {
        foreach (var observer in _observers)
        {
            observer(change);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
