namespace Hex.Kubernetes;

/// <summary>
/// How standbys hear at once that a leader gave the lease back: a second lease, named <c>NAME.released</c>, that is written at that moment and at no other. Watching
/// it costs a standby one open request; watching the lease itself would bring it every renewal. Who cannot watch finds out at its next read.
/// </summary>
internal sealed class LeaseReleases : IResourceStore<Lease>
{
    private readonly LeaderElectionOptions _options;
    private readonly LeaseClient _leases;
    private readonly Reflector<Lease> _watch;
    private readonly Lock _lock = new();
    private Lease? _last;
    private bool _isNews;
    private TaskCompletionSource? _waiting;

    public LeaseReleases(KubernetesClient client, LeaderElectionOptions options)
    {
        _options = options;
        var projections = new Projections(MetadataSelection.Nothing, 16);
        _leases = new LeaseClient(client, options.Namespace, projections);
        _watch = client.CreateReflector<Lease>(
            new ResourceQuery(ResourceType.Leases, options.Namespace, FieldSelector: $"metadata.name={NameOf(options.LeaseName)}"), projections.Lease, this);
    }

    /// <summary>The name of the lease that tells of the releases of another.</summary>
    public static string NameOf(string leaseName) => $"{leaseName}.released";

    /// <summary>Watches until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _watch.RunAsync(cancellationToken);

    /// <summary>Tells the standbys. The lease must have been given back before.</summary>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    public async Task TellAsync(LeaseSpec released, CancellationToken cancellationToken)
    {
        var name = NameOf(_options.LeaseName);
        var none = new Dictionary<string, string>();
        try
        {
            await _leases.PatchAsync(name, null, released, none, cancellationToken);
        }
        catch (KubernetesApiException missing) when (missing.StatusCode == 404)
        {
            await _leases.CreateAsync(name, released, _options.Owner, none, none, cancellationToken);
        }
    }

    /// <summary>Forgets what was heard so far: a read of the lease follows, which knows better.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _isNews = false;
        }
    }

    /// <summary>The next release, or one heard since <see cref="Forget"/>.</summary>
    public Task NextAsync()
    {
        lock (_lock)
        {
            return _isNews ? Task.CompletedTask : (_waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    void IResourceStore<Lease>.Upsert(Lease item)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            if (item.Name != NameOf(_options.LeaseName) || (_last is { } last && (last.Transitions, last.Renewed, last.Uid) == (item.Transitions, item.Renewed, item.Uid)))
            {
                return;
            }

            (_last, _isNews) = (item, true);
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    void IResourceStore<Lease>.Remove(Lease item)
    {
        // Nothing is released by it.
    }

    void IResourceStore<Lease>.BeginReplace()
    {
        // What is known stays known.
    }

    void IResourceStore<Lease>.EndReplace()
    {
        // What is known stays known.
    }

    void IResourceStore<Lease>.AbortReplace()
    {
        // What is known stays known.
    }

    ValueTask IResourceStore<Lease>.FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
