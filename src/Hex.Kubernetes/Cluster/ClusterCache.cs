namespace Hex.Kubernetes;

/// <summary>
/// The caches of a cluster, each kept by its own watch. Add the kinds, run it once, read snapshots; make a new one to start over, as a
/// leader does for each of its terms.
/// </summary>
public sealed class ClusterCache
{
    /// <summary>How old a snapshot may be to be shared: the collectors of one tick start within this.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromSeconds(1);

    private readonly KubernetesClient _client;
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, Entry> _entries = [];
    private bool _isRunning;
    private Taken? _taken;

    /// <summary>An empty cache.</summary>
    /// <param name="client">The server.</param>
    /// <param name="projections">The projections of the built-in kinds; null for those without asked-for labels.</param>
    public ClusterCache(KubernetesClient client, Projections? projections = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        Projections = projections ?? new Projections();
    }

    /// <summary>The projections the built-in kinds are decoded with.</summary>
    public Projections Projections { get; }

    /// <summary>How each kind's watch fares, in the order they were added.</summary>
    public IReadOnlyList<WatchStatus> Watches
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Values.Select(entry => entry.Status)];
            }
        }
    }

    /// <summary>Adds a kind of one's own; see <see cref="Add{T}"/>.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="version">E.g. <c>v1</c>.</param>
    /// <param name="plural">E.g. <c>certificates</c>.</param>
    /// <param name="projector">Makes the compact form.</param>
    public ResourceCache<T> AddResource<T>(string group, string version, string plural, ResourceProjector<T> projector)
        where T : class, IKubernetesObject =>
        Add(new ResourceQuery(new ResourceType(group, version, plural)), projector);

    /// <summary>Adds a kind, before the cache runs. A type that is there already is not added again: its cache is returned.</summary>
    /// <exception cref="InvalidOperationException">The cache runs, or the type is cached for another query.</exception>
    public ResourceCache<T> Add<T>(ResourceQuery query, ResourceProjector<T> projector)
        where T : class, IKubernetesObject
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_lock)
        {
            if (_entries.TryGetValue(typeof(T), out var known))
            {
                return known.Status.Query == query
                    ? (ResourceCache<T>)known.Cache
                    : throw new InvalidOperationException($"{typeof(T).Name} is cached for {known.Status.Query} already; it cannot be cached for {query} too.");
            }

            if (_isRunning)
            {
                throw new InvalidOperationException($"{query} must be added before the cache runs.");
            }

            var cache = new ResourceCache<T>();
            var reflector = _client.CreateReflector(query, projector, cache);
            _entries.Add(typeof(T), new Entry(cache, reflector.Status, () => cache.Snapshot, reflector.RunAsync));
            return cache;
        }
    }

    /// <summary>Keeps all kinds equal to the server until it is cancelled.</summary>
    /// <exception cref="InvalidOperationException">It was run before.</exception>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isRunning)
            {
                throw new InvalidOperationException("A cluster cache runs once; make a new one.");
            }

            _isRunning = true;
            return Task.WhenAll(_entries.Values.Select(entry => Task.Run(() => entry.RunAsync(cancellationToken), CancellationToken.None)));
        }
    }

    /// <summary>
    /// Waits until every kind was read once, or the server said that it cannot be read: what is missing then is in <see cref="Watches"/>.
    /// </summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(Watches.Select(watch => watch.Settled)).WaitAsync(cancellationToken);

    /// <summary>The cluster at one moment, the same for all who ask within a second.</summary>
    public ClusterSnapshot Snapshot() => Snapshot(DefaultMaxAge);

    /// <summary>The cluster at a moment not longer ago than this.</summary>
    public ClusterSnapshot Snapshot(TimeSpan maxAge)
    {
        lock (_lock)
        {
            // Until all kinds were read once, who shares a snapshot may have waited for kinds that an earlier one had not.
            var synced = _entries.Values.Count(entry => entry.Status.IsSynced);
            if (_taken is null || _taken.Synced != synced || _client.Time.GetElapsedTime(_taken.At) >= maxAge)
            {
                var kinds = _entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Snapshot()));
                _taken = new Taken(new ClusterSnapshot(kinds), _client.Time.GetTimestamp(), synced);
            }

            return _taken.Snapshot;
        }
    }

    private sealed record Entry(object Cache, WatchStatus Status, Func<object> Snapshot, Func<CancellationToken, Task> RunAsync);

    private sealed record Taken(ClusterSnapshot Snapshot, long At, int Synced);
}
