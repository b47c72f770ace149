using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Kubernetes;

/// <summary>
/// Small durable state in the annotations of one lease, e.g. a node's, so that an agent needs no writable path on its node and no right
/// but the one on leases. Made when first written; belongs to <see cref="LeaseStateStoreOptions.Owner"/> and goes with it.
/// </summary>
public sealed partial class LeaseStateStore : IStateStore
{
    /// <summary>How much a lease holds, keys and encoded values together: the API's limit for all annotations is 256 KiB.</summary>
    public const int MaxPayloadLength = 200 * 1024;

    internal const string AnnotationPrefix = "hexcovery.com/state-";
    private const string Label = "hexcovery.com/state";

    private readonly LeaseStateStoreOptions _options;
    private readonly LeaseClient _leases;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Dictionary<string, string>? _known;

    /// <summary>A store in one lease.</summary>
    public LeaseStateStore(KubernetesClient client, LeaseStateStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _leases = new LeaseClient(client, options.Namespace, new Projections(MetadataSelection.State, 16));
        _time = client.Time;
        _logger = client.Loggers.CreateLogger<LeaseStateStore>();
    }

    /// <inheritdoc/>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var lease = await _leases.GetAsync(_options.LeaseName, isCheap: false, cancellationToken);
        if (lease?.Annotations[LeasePayload.Annotation(name)] is not { } text)
        {
            return null;
        }

        if (!LeasePayload.TryDecode(text, out var state))
        {
            Log.Unreadable(_logger, name, _options.Namespace, _options.LeaseName);
        }

        return state;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var (key, text) = (LeasePayload.Annotation(name), LeasePayload.Encode(state.Span));
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _known ??= await ReadKnownAsync(cancellationToken);
            LeasePayload.CheckSize(_known, key, text);
            var all = new Dictionary<string, string>(_known, StringComparer.Ordinal) { [key] = text };
            await PutAsync(key, all, cancellationToken);
            _known = all;
        }
        catch (Exception exception) when (exception is KubernetesApiException or HttpRequestException or InvalidDataException)
        {
            throw new IOException($"the state '{name}' was not written to lease {_options.Namespace}/{_options.LeaseName}: {exception.Message}", exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Deletes the state leases of a group that nobody uses any more, e.g. of nodes that are gone. For the leader, now and then.
    /// </summary>
    /// <param name="client">The server.</param>
    /// <param name="namespace">The agent's own namespace.</param>
    /// <param name="group">Whose leases these are, as <see cref="LeaseStateStoreOptions.Group"/>; those of other groups are not looked at.</param>
    /// <param name="isAlive">Told the name of a lease; whether it is still in use.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    public static async Task<int> PruneAsync(KubernetesClient client, string @namespace, string group, Func<string, bool> isAlive, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(isAlive);
        var leases = new LeaseClient(client, @namespace, new Projections(MetadataSelection.Nothing, 16));
        var gone = new List<string>();
        await foreach (var lease in leases.ListAsync($"{Label}={group}", cancellationToken))
        {
            if (!isAlive(lease.Name))
            {
                gone.Add(lease.Name);
            }
        }

        foreach (var name in gone)
        {
            await leases.DeleteAsync(name, cancellationToken);
        }

        return gone.Count;
    }

    private async Task<Dictionary<string, string>> ReadKnownAsync(CancellationToken cancellationToken)
    {
        var lease = await _leases.GetAsync(_options.LeaseName, isCheap: false, cancellationToken);
        return lease?.Annotations.ToDictionary(StringComparer.Ordinal) ?? new(StringComparer.Ordinal);
    }

    private async Task PutAsync(string key, Dictionary<string, string> all, CancellationToken cancellationToken)
    {
        var changed = new Dictionary<string, string> { [key] = all[key] };
        var now = _time.GetUtcNow();
        var spec = new LeaseSpec(_options.Holder, 1, 0, now, now);
        try
        {
            await _leases.PatchAsync(_options.LeaseName, null, spec, changed, cancellationToken);
        }
        catch (KubernetesApiException missing) when (missing.StatusCode == 404)
        {
            await _leases.CreateAsync(
                _options.LeaseName, spec, _options.Owner, new Dictionary<string, string> { [Label] = _options.Group }, all, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1310, LogLevel.Warning, "State '{Name}' in lease {Namespace}/{Lease} cannot be read; it counts as never written")]
        public static partial void Unreadable(ILogger logger, string name, string @namespace, string lease);
    }
}

/// <summary>Which lease holds the state.</summary>
public sealed class LeaseStateStoreOptions
{
    /// <summary>For whoever has but one group in a namespace.</summary>
    public const string DefaultGroup = "lease";

    /// <summary>The namespace of the lease: the agent's own.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the lease, e.g. the agent's name and the node's. One writer at a time.</summary>
    public required string LeaseName { get; init; }

    /// <summary>
    /// Whose state it is, the same for all that <see cref="LeaseStateStore.PruneAsync"/> looks after together: the value of the lease's label <c>hexcovery.com/state</c>,
    /// so at most 63 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, the first and the last a letter or digit. Default <c>lease</c>.
    /// </summary>
    public string Group { get; init; } = DefaultGroup;

    /// <summary>Who writes, for people who look at the lease.</summary>
    public required string Holder { get; init; }

    /// <summary>What the lease belongs to, so that it goes with it, e.g. the DaemonSet; null for nothing.</summary>
    public OwnerReference? Owner { get; init; }
}
