using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

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
