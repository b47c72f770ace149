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

/// <summary>One index for all who read the same measurements. It goes when they have gone: nobody needs it until the next tick. Not thread-safe.</summary>
internal sealed class SharedUsage<TKey, T>(Func<T, TKey> keyOf)
    where TKey : notnull
    where T : class
{
    private readonly UsageIndex<TKey, T> _none = new(null, keyOf);
    private readonly WeakReference<UsageIndex<TKey, T>?> _last = new(null);

    public UsageIndex<TKey, T> IndexOf(UsageSnapshot<T>? usage)
    {
        if (usage is null)
        {
            return _none;
        }

        if (!_last.TryGetTarget(out var index) || !ReferenceEquals(index.Of, usage))
        {
            _last.SetTarget(index = new UsageIndex<TKey, T>(usage, keyOf));
        }

        return index;
    }
}
