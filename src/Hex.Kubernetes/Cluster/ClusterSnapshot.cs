using System.Collections.Frozen;

namespace Hex.Kubernetes;

/// <summary>
/// All cached kinds at one moment. Collectors that share one agree with each other: the pods that a node, a namespace and a workload sum
/// are the same pods.
/// </summary>
public sealed class ClusterSnapshot
{
    private readonly FrozenDictionary<Type, object> _kinds;

    internal ClusterSnapshot(IEnumerable<KeyValuePair<Type, object>> kinds) => _kinds = kinds.ToFrozenDictionary();

    /// <summary>Nothing.</summary>
    public static ClusterSnapshot Empty { get; } = new([]);

    /// <summary>The objects of a kind; none when the kind is not cached.</summary>
    public ResourceSnapshot<T> Get<T>()
        where T : class =>
        _kinds.TryGetValue(typeof(T), out var snapshot) ? (ResourceSnapshot<T>)snapshot : ResourceSnapshot<T>.Empty;

    /// <summary>The same with another kind, or with other objects of it: for tests of what reads snapshots.</summary>
    public ClusterSnapshot With<T>(ResourceSnapshot<T> snapshot)
        where T : class =>
        new(_kinds.Where(kind => kind.Key != typeof(T)).Append(KeyValuePair.Create(typeof(T), (object)snapshot)));
}
