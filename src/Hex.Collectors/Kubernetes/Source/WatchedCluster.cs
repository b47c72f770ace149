using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>A cluster that is watched while someone reads it: from the first collection on until none has come for a while.</summary>
internal sealed class WatchedCluster(KubernetesClient client, KubernetesCollectorOptions options, TimeProvider time) : IClusterFeed
{
    // What says which cluster it is: on every resource, so whoever collects first must know it already.
    private const ClusterKinds Identity = ClusterKinds.Namespaces | ClusterKinds.Nodes;

    private readonly Lock _lock = new();
    private readonly Projections _projections = new(options.Attribution.CreateSelection());
    private readonly MetricsApi _usage = new(client);
    private ClusterKinds _kinds;
    private WatchSession? _session;
    private (ClusterSnapshot? Snapshot, ClusterKinds Kinds) _shared;
    private long _readAt;

    public IReadOnlyList<WatchStatus> Watches
    {
        get
        {
            lock (_lock)
            {
                return _session?.Cache.Watches ?? [];
            }
        }
    }

    public void Add(ClusterKinds kinds)
    {
        lock (_lock)
        {
            if (_session is not null && (kinds & ~_kinds) != ClusterKinds.None)
            {
                throw new InvalidOperationException("The cluster is watched already; make all collectors before the first of them collects.");
            }

            _kinds |= kinds;
        }
    }

    public async ValueTask<IReadOnlyList<MissingKind>> WaitAsync(ClusterKinds kinds, CancellationToken cancellationToken)
    {
        var session = Read();
        var watches = session.Cache.Watches;
        var wanted = ClusterKind.All.Where(kind => (kinds & kind.Flag) != ClusterKinds.None)
            .Select(kind => (kind.Flag, Status: watches.First(watch => watch.Query.Type == kind.Type))).ToList();
        var settled = Task.WhenAll(wanted.Select(kind => kind.Status).Concat(watches.Where(IsIdentity)).Select(watch => watch.Settled));

        // Once: what is not there by then may never come, and the ticks after go on with the rest.
        var left = options.SyncTimeout - time.GetElapsedTime(session.StartedAt);
        if (!settled.IsCompleted && left > TimeSpan.Zero)
        {
            try
            {
                await settled.WaitAsync(left, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // What is not there is reported below, by kind.
            }
        }

        return [.. wanted.Where(kind => !kind.Status.IsFresh).Select(kind => new MissingKind(kind.Flag, Cause(kind.Status)))];
    }

    public ClusterSnapshot Snapshot(ClusterKinds kinds)
    {
        var session = Read();
        lock (_lock)
        {
            // Asked before the snapshot is taken: what was synced then is in it.
            var synced = Synced(session);
            var snapshot = session.Cache.Snapshot();
            if (ReferenceEquals(snapshot, _shared.Snapshot) && ((kinds | Identity) & synced & ~_shared.Kinds) != ClusterKinds.None)
            {
                // The moment that is shared lies before the first list of a kind: a kind that is not in it would look empty.
                snapshot = session.Cache.Snapshot(TimeSpan.Zero);
            }

            if (!ReferenceEquals(snapshot, _shared.Snapshot))
            {
                _shared = (snapshot, synced);
            }

            return snapshot;
        }
    }

    public Task<UsageSnapshot<NodeUsage>?> NodeUsageAsync(CancellationToken cancellationToken) =>
        InTimeAsync(_usage.ReadNodesAsync, cancellationToken);

    public Task<UsageSnapshot<PodUsage>?> PodUsageAsync(CancellationToken cancellationToken) =>
        InTimeAsync(_usage.ReadPodsAsync, cancellationToken);

    public async Task StopAsync()
    {
        WatchSession? session;
        lock (_lock)
        {
            (session, _session) = (_session, null);
        }

        if (session is not null)
        {
            await session.DisposeAsync();
        }
    }

    private static string Cause(WatchStatus status) => status switch
    {
        { IsSynced: false, LastError: { } error } => $"cannot list and watch {status.Query}: {error}",
        { IsSynced: false } => $"{status.Query} have not been read yet",
        { LastError: { } error } => $"what is known of {status.Query} is too old: {error}",
        _ => $"what is known of {status.Query} is too old: the server is silent",
    };

    /// <summary>The time limit of one request is the Metrics API's own: the answer that comes late is shared by the next who ask.</summary>
    private async Task<UsageSnapshot<T>?> InTimeAsync<T>(Func<CancellationToken, Task<UsageSnapshot<T>>> read, CancellationToken cancellationToken)
        where T : class
    {
        if (!options.Usage)
        {
            return null;
        }

        try
        {
            return await read(cancellationToken).WaitAsync(options.UsageTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static bool IsIdentity(WatchStatus watch) => watch.Query.Type == ResourceType.Namespaces || watch.Query.Type == ResourceType.Nodes;

    private static ClusterKinds Synced(WatchSession session)
    {
        var kinds = ClusterKinds.None;
        foreach (var watch in session.Cache.Watches)
        {
            if (watch.IsSynced)
            {
                kinds |= ClusterKind.All.First(kind => kind.Type == watch.Query.Type).Flag;
            }
        }

        return kinds;
    }

    private WatchSession Read()
    {
        lock (_lock)
        {
            _readAt = time.GetTimestamp();
            return _session ??= new WatchSession(client, _projections, _kinds, time, options.IdleTimeout, StopIfIdle);
        }
    }

    private void StopIfIdle(WatchSession session)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(session, _session) || time.GetElapsedTime(_readAt) < options.IdleTimeout)
            {
                return;
            }

            _session = null;
        }

        session.Cancel();
    }
}
