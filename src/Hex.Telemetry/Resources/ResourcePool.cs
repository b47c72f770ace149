namespace Hex.Telemetry;

/// <summary>
/// Interns resources, so that every stage can compare them by reference and attach to each what it needs once
/// (<see cref="AddSlot{T}"/>). Resources nobody holds any more are collected. Thread-safe.
/// </summary>
public sealed class ResourcePool
{
    private const int FirstSweep = 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<WeakReference<Resource>>> _byHash = [];
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
            if (!_byHash.TryGetValue(set.GetHashCode(), out var bucket))
            {
                _byHash.Add(set.GetHashCode(), bucket = new List<WeakReference<Resource>>(1));
            }

            foreach (var entry in bucket)
            {
                if (entry.TryGetTarget(out var known) && known.Attributes.Equals(set))
                {
                    return known;
                }
            }

            var resource = new Resource(this, set);
            bucket.Add(new WeakReference<Resource>(resource));
            if (++_count >= _sweepAt)
            {
                Sweep();
            }

            return resource;
        }
    }

    private void Sweep()
    {
        _count = 0;
        foreach (var (hash, bucket) in _byHash)
        {
            bucket.RemoveAll(static entry => !entry.TryGetTarget(out _));
            _count += bucket.Count;
            if (bucket.Count == 0)
            {
                _byHash.Remove(hash);
            }
        }

        _sweepAt = Math.Max(FirstSweep, _count * 2);
    }
}
