using Hex.Telemetry;

namespace Hex.Export.Otlp;

/// <summary>The header of each resource, kept on the resource itself. Thread-safe.</summary>
internal sealed class ResourceHeaders
{
    private readonly Lock _lock = new();
    private readonly List<PoolSlot> _slots = [];

    // Replaced as a whole when resources of another pool come: two pools in turn are legal, only slow.
    private volatile PoolSlot? _slot;

    public ResourceHeader Of(Resource resource)
    {
        var slot = _slot;
        if (slot is null || !ReferenceEquals(slot.Pool, resource.Pool))
            slot = Add(resource.Pool);
        return slot.Headers.GetOrAdd(resource, ResourceHeader.Encode);
    }

    private PoolSlot Add(ResourcePool pool)
    {
        lock (_lock)
        {
            var slot = _slots.Find(s => ReferenceEquals(s.Pool, pool));
            if (slot is null)
                _slots.Add(slot = new PoolSlot(pool, pool.AddSlot<ResourceHeader>()));
            return _slot = slot;
        }
    }

    private sealed record PoolSlot(ResourcePool Pool, ResourceSlot<ResourceHeader> Headers);
}
