using System.Runtime.CompilerServices;
using Hex.Attribution;
using Hex.Collectors.Kubernetes.Events;
using Hex.Dedup;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Collectors.Kubernetes;

/// <summary>
/// The events of a cluster as log records, each occurrence at least once and with a stable <c>log.record.uid</c>. It goes on where the last reader left
/// off, whoever that was; what is not acknowledged stays with the API server, which holds events for an hour.
/// </summary>
/// <remarks>
/// One enumeration at a time. The watermark is kept while it moves, and by <see cref="DisposeAsync"/> after the pipeline has delivered the rest; make a
/// new source for each term of leadership when its state store is the lease's.
/// </remarks>
public sealed partial class EventSource : ILogSource, IAsyncDisposable
{
    internal const string SourceName = "events";
    private static readonly TimeSpan LastSave = TimeSpan.FromSeconds(5);

    private readonly KubernetesClient _client;
    private readonly ClusterSource? _cluster;
    private readonly EventSourceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventState _state;
    private readonly EventSubjects _subjects;
    private readonly EventOccurrences _occurrences;
    private EventLedger? _ledger;
    private bool _isDisposed;

    /// <summary>A source; nothing is asked before it is enumerated. Needs <c>list</c> and <c>watch</c> on events, <c>get</c> on namespaces.</summary>
    /// <param name="client">The server.</param>
    /// <param name="resources">Where resources are made: the pipeline's pool.</param>
    /// <param name="cluster">What gives events the attributes of the objects they are about, and says which namespaces are left out; null to go without.</param>
    /// <param name="state">Where the watermark is kept; null to begin anew every time.</param>
    /// <param name="options">How events are read; null for the defaults.</param>
    /// <param name="identity">Which cluster this is; null to detect it.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Where troubles are told; null for nowhere.</param>
    public EventSource(
        KubernetesClient client,
        ResourcePool resources,
        ClusterSource? cluster = null,
        IStateStore? state = null,
        EventSourceOptions? options = null,
        ClusterIdentityReader? identity = null,
        TimeProvider? time = null,
        ILogger<EventSource>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(resources);
        _client = client;
        _cluster = cluster;
        _options = options ?? new EventSourceOptions();
        _time = time ?? TimeProvider.System;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        _state = new EventState(state, identity ?? new ClusterIdentityReader(client), _time, _logger);
        _subjects = new EventSubjects(cluster, resources, _time, _logger);
        _occurrences = new EventOccurrences(_time);
        _subjects.Announce();
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public CollectionScope Scope => CollectionScope.Cluster;

    /// <summary>Counts the occurrences this source saw (<c>k8s.event.occurrences</c>); schedule it with the other collectors.</summary>
    public ICollector Occurrences => _occurrences;

    /// <summary>How the watch of events fares; null before the first enumeration.</summary>
    public WatchStatus? Watch { get; private set; }

    /// <summary>How far delivery has come; null before the first enumeration.</summary>
    public EventWatermark? Watermark => _ledger?.Watermark;

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_ledger is not null)
        {
            // What was acknowledged after the last enumeration ended.
            await _state.SaveAsync(_ledger, cancellationToken);
        }

        var identity = await _state.IdentifyAsync(cancellationToken);
        _occurrences.Cluster = identity;
        var watermark = _options.Once ? null : await _state.RestoreAsync(cancellationToken);
        var ledger = _ledger = new EventLedger(identity.Uid!, watermark);
        TellStart(identity.Uid!, watermark, ledger);

        var queue = new EventQueue();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(new EventStore(ledger, queue, _options, _cluster?.Namespaces, _occurrences, _time), queue, stop.Token);
        var saving = KeepAsync(ledger, stop.Token);
        try
        {
            while (await queue.TakeAsync(cancellationToken) is { } items)
            {
                foreach (var batch in await BatchesAsync(items, identity, ledger, queue, cancellationToken))
                {
                    yield return batch;
                }

                await queue.GatherAsync(_options.GatherInterval, _time, cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(watching, saving);
        }
    }

    /// <summary>Keeps the watermark for the last time. Call it when the pipeline has settled everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        using var limit = new CancellationTokenSource(LastSave, _time);
        try
        {
            if (_ledger is not null)
            {
                await _state.SaveAsync(_ledger, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Log.NotSaved(_logger, LastSave.TotalSeconds);
        }

        _state.Dispose();
    }

    private async ValueTask<IReadOnlyCollection<EventBatch>> BatchesAsync(
        List<EventItem> items, ClusterIdentity identity, EventLedger ledger, EventQueue queue, CancellationToken cancellationToken)
    {
        var known = await _subjects.UpdateAsync(items, cancellationToken);
        var batches = new Dictionary<Resource, EventBatch>();
        var now = UnixNano.From(_time.GetUtcNow());
        foreach (var item in items)
        {
            var resource = _subjects.Of(item.Event.Subject, known, identity);
            if (!batches.TryGetValue(resource, out var batch))
            {
                batches.Add(resource, batch = new EventBatch(resource, now, ledger, queue));
            }

            batch.Add(item, identity.Uid!);
        }

        return batches.Values;
    }

    // Never throws: it ends with the token, or has completed the queue.
    private async Task WatchAsync(EventStore store, EventQueue queue, CancellationToken cancellationToken)
    {
        var projections = new Projections();
        var reflector = _client.CreateReflector<Event>(new ResourceQuery(ResourceType.Events), projections.Event, store, streamInitialList: false);
        Watch = reflector.Status;
        var running = reflector.RunAsync(cancellationToken);
        if (_options.Once)
        {
            await OnceLimit.WatchAsync(reflector.Status, queue, _time, cancellationToken);
        }

        await running;
        queue.Complete();
    }

    private async Task KeepAsync(EventLedger ledger, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.SaveInterval, _time, cancellationToken);
                await _state.SaveAsync(ledger, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private void TellStart(string cluster, EventWatermark? watermark, EventLedger ledger)
    {
        if (watermark is null || watermark.ClusterUid != cluster)
        {
            Log.FromBeginning(_logger);
        }
        else if (ledger.GoesByTime)
        {
            Log.ByTime(_logger, UnixNano.ToDateTimeOffset(watermark.SettledAtUnixNano) - EventLedger.Slack);
        }
        else
        {
            Log.After(_logger, watermark.Revision?.ToString() ?? "");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1524, LogLevel.Information, "Events: nothing is known of an earlier reader; everything the server holds goes out")]
        public static partial void FromBeginning(ILogger logger);

        [LoggerMessage(1525, LogLevel.Information, "Events: those after version {Version} go out")]
        public static partial void After(ILogger logger, string version);

        [LoggerMessage(1526, LogLevel.Warning, "Events: the server's versions tell nothing; those since {Time:u} go out, some of them once more")]
        public static partial void ByTime(ILogger logger, DateTimeOffset time);

        [LoggerMessage(1527, LogLevel.Warning, "How far events were delivered could not be kept within {Seconds:0.###} s: some go out once more after a restart")]
        public static partial void NotSaved(ILogger logger, double seconds);
    }
}
