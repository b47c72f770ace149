using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>The measurements of one reading by the name of what was measured.</summary>
internal sealed class UsageIndex<TKey, T>
    where TKey : notnull
    where T : class
{
    private readonly Dictionary<TKey, T> _items;

    public UsageIndex(UsageSnapshot<T>? usage, Func<T, TKey> keyOf)
    {
        Of = usage;
        _items = new Dictionary<TKey, T>(usage?.Readings.Count ?? 0);
        foreach (var reading in usage?.Readings ?? [])
        {
            _items[keyOf(reading)] = reading;
        }
    }

    /// <summary>What it is an index of.</summary>
    public UsageSnapshot<T>? Of { get; }

    public T? Find(TKey key) => _items.GetValueOrDefault(key);
}
