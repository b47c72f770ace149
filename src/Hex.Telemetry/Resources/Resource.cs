namespace Hex.Telemetry;

/// <summary>
/// What a signal is about (a pod, a node, a host): an immutable attribute set out of a <see cref="ResourcePool"/>.
/// Two resources of one pool with equal attributes are the same object, so compare by reference.
/// </summary>
public sealed class Resource
{
    private object?[] _slots = [];

    internal Resource(ResourcePool pool, AttributeSet attributes)
    {
        Pool = pool;
        Attributes = attributes;
    }

    /// <summary>The pool it came from.</summary>
    public ResourcePool Pool { get; }

    /// <summary>The identifying attributes, sorted by key.</summary>
    public AttributeSet Attributes { get; }

    /// <summary>The string value of an attribute, or null when absent or no string.</summary>
    public string? this[string key] => Attributes[key];

    /// <inheritdoc/>
    public override string ToString() => Attributes.ToString();

    internal object? GetSlot(int slot)
    {
        var slots = Volatile.Read(ref _slots);
        return slot < slots.Length ? Volatile.Read(ref slots[slot]) : null;
    }

    internal object SetSlot(int slot, object value)
    {
        lock (Attributes)
        {
            if (slot >= _slots.Length)
            {
                var grown = new object?[slot + 1];
                _slots.CopyTo(grown, 0);
                Volatile.Write(ref _slots, grown);
            }

            return _slots[slot] ??= value;
        }
    }
}
