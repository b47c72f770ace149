namespace Hex.Kubernetes;

/// <summary>
/// One instance per distinct value, in a fixed number of slots (see <see cref="StringPool"/>): the pods of one template share their
/// container specs, amounts, owners and label sets.
/// </summary>
internal sealed class ValuePool<T>
    where T : class, IEquatable<T>
{
    private readonly T?[] _slots;

    public ValuePool(int slots = 2048) => _slots = new T?[slots];

    public T Intern(T value)
    {
        var hash = (uint)value.GetHashCode();
        ref var slot = ref _slots[(hash ^ (hash >> 15)) & (uint)(_slots.Length - 1)];
        var known = Volatile.Read(ref slot);
        if (known is not null && known.Equals(value))
        {
            return known;
        }

        Volatile.Write(ref slot, value);
        return value;
    }
}
