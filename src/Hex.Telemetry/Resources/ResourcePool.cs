namespace Hex.Telemetry;

/// <summary>
/// Interns resources, so that every stage can compare them by reference and attach to each what it needs once
/// (<see cref="AddSlot{T}"/>). Resources nobody holds any more are collected. Thread-safe.
/// </summary>
public sealed class ResourcePool
{
    private const int FirstSweep = 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, WeakReference<Resource>> _byHash = [];

    // The second and further ones of a hash: hardly ever any.
    private readonly Dictionary<int, List<WeakReference<Resource>>> _collisions = [];
    private readonly TelemetryAttribute[] _common;
    private int _count;
    private int _sweepAt = FirstSweep;
    private int _slots;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="commonAttributes">Added to every resource, e.g. <c>deployment.environment.name</c>; a resource's own attribute of the same name wins.</param>
    public ResourcePool(params ReadOnlySpan<TelemetryAttribute> commonAttributes) => _common = commonAttributes.ToArray();

    /// <summary>How many resources the pool has interned and not yet dropped.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>The resource with these attributes (and the pool's common ones): always the same object for equal sets.</summary>
    public Resource Get(params ReadOnlySpan<TelemetryAttribute> attributes) =>
        Get(_common.Length == 0 ? AttributeSet.Create(attributes) : AttributeSet.Create([.. _common, .. attributes]));

    /// <summary>
    /// The resource with another one's attributes and further ones, such as a container of a pod. The same object as for all of them given at once; it takes less memory,
    /// as it holds the other one's attributes and no copy.
    /// </summary>
    /// <param name="resource">The other one.</param>
    /// <param name="attributes">What it has besides; these win over those of the same name.</param>
    public Resource Get(Resource resource, params ReadOnlySpan<TelemetryAttribute> attributes)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Get(AttributeSet.Over(resource.Attributes, attributes));
    }

    /// <summary>Reserves a place on every resource of this pool where one stage keeps its own view of it (an exporter: its encoding).</summary>
    public ResourceSlot<T> AddSlot<T>()
        where T : class => new(this, Interlocked.Increment(ref _slots) - 1);

    private Resource Get(AttributeSet set)
    {
        lock (_lock)
        {
            var hash = set.GetHashCode();
            var isTaken = _byHash.TryGetValue(hash, out var entry);
            if (isTaken && Find(entry!, set) is { } first)
            {
                return first;
            }

            _collisions.TryGetValue(hash, out var others);
            foreach (var other in others ?? [])
            {
                if (Find(other, set) is { } known)
                {
                    return known;
                }
            }

            var resource = new Resource(this, set);
            if (!isTaken)
            {
                _byHash.Add(hash, new WeakReference<Resource>(resource));
            }
            else if (!entry!.TryGetTarget(out _))
            {
                entry.SetTarget(resource);
                return resource;
            }
            else if (others is not null)
            {
                others.Add(new WeakReference<Resource>(resource));
            }
            else
            {
                _collisions.Add(hash, [new WeakReference<Resource>(resource)]);
            }

            if (++_count >= _sweepAt)
            {
                Sweep();
            }

            return resource;
        }
    }

    private static Resource? Find(WeakReference<Resource> entry, AttributeSet set) =>
        entry.TryGetTarget(out var known) && known.Attributes.Equals(set) ? known : null;

    private void Sweep()
    {
        foreach (var (hash, entry) in _byHash)
        {
            if (!entry.TryGetTarget(out _))
            {
                _byHash.Remove(hash);
            }
        }

        _count = _byHash.Count;
        foreach (var (hash, others) in _collisions)
        {
            others.RemoveAll(static entry => !entry.TryGetTarget(out _));
            _count += others.Count;
            if (others.Count == 0)
            {
                _collisions.Remove(hash);
            }
        }

        _sweepAt = Math.Max(FirstSweep, _count * 2);
    }
}
