namespace Hex.Telemetry;

/// <summary>
/// A place on every <see cref="Resource"/> of one pool, made by <see cref="ResourcePool.AddSlot{T}"/>.
/// An exporter keeps a resource's encoding in it, so that a resource is encoded once. Thread-safe.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
public sealed class ResourceSlot<T>
    where T : class
{
    private readonly ResourcePool _pool;
    private readonly int _index;

    internal ResourceSlot(ResourcePool pool, int index)
    {
        _pool = pool;
        _index = index;
    }

    /// <summary>What is kept for <paramref name="resource"/>, made by <paramref name="create"/> the first time (under a race, one of the results is kept).</summary>
    /// <exception cref="ArgumentException">The resource is of another pool.</exception>
    public T GetOrAdd(Resource resource, Func<Resource, T> create)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(create);
        if (!ReferenceEquals(resource.Pool, _pool))
        {
            throw new ArgumentException("The resource belongs to another ResourcePool than this slot; give all stages of a pipeline the same pool.", nameof(resource));
        }

        return (T)(resource.GetSlot(_index) ?? resource.SetSlot(_index, create(resource)));
    }
}
