using System.Threading.Channels;
using Hex.Attribution.Objects;
using Hex.Kubernetes;
using Microsoft.Extensions.Logging;

namespace Hex.Attribution.Nodes;

/// <summary>
/// Single GETs, one at a time and at most five per second: owners of the node's pods, their namespaces where labels of them are copied, and
/// the cluster. What fails is asked again later; what is answered is not asked again for a while.
/// </summary>
internal sealed partial class NodeLookups(
    KubernetesClient client, Projections projections, ClusterIdentityReader identity, TimeSpan timeToLive, TimeProvider time, ILogger logger,
    Action<NodeLookup, KubernetesObject?, ClusterIdentity?> learn)
{
    // A hundred owners on a node are known after 20 s, and a thousand nodes that start together ask 5,000 times a second at most.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Denied = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    // Owners do not change owners; labels of a namespace do.
    private static readonly TimeSpan NamespaceAge = TimeSpan.FromMinutes(5);
    private const int MaxRemembered = 4096;

    private static readonly NodeLookup Cluster = new(SubjectKind.Other, "", "", default);

    private readonly Lock _lock = new();
    private readonly Dictionary<NodeLookup, long> _known = [];
    private readonly PriorityQueue<NodeLookup, long> _due = new();
    private readonly Channel<bool> _added = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<SubjectKind, string> _reported = [];
    private TimeSpan _retry = FirstRetry;

    /// <summary>Asks for something, unless it is known or asked for already.</summary>
    public void Want(NodeLookup lookup)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(lookup, out var until) && (until == long.MaxValue || time.GetTimestamp() < until))
            {
                return;
            }

            if (_known.Count >= MaxRemembered)
            {
                // Of a node that makes pods without end: what still matters is asked once more.
                _known.Clear();
            }

            _known[lookup] = long.MaxValue;
            _due.Enqueue(lookup, time.GetTimestamp());
        }

        _added.Writer.TryWrite(true);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Want(Cluster);
        try
        {
            while (true)
            {
                var pause = await AskAsync(await NextAsync(cancellationToken), cancellationToken);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task<NodeLookup> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = Timeout.InfiniteTimeSpan;
            lock (_lock)
            {
                if (_due.TryPeek(out var next, out var due))
                {
                    wait = TimeSpan.FromTicks((due - time.GetTimestamp()) * TimeSpan.TicksPerSecond / time.TimestampFrequency);
                    if (wait <= TimeSpan.Zero)
                    {
                        return _due.Dequeue();
                    }
                }
            }

            using var expired = new CancellationTokenSource(wait, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, cancellationToken);
            try
            {
                await _added.Reader.ReadAsync(linked.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Something is due.
            }
        }
    }

    /// <summary>Asks once.</summary>
    /// <returns>How long to wait before anything is asked again.</returns>
    private async Task<TimeSpan> AskAsync(NodeLookup lookup, CancellationToken cancellationToken)
    {
        try
        {
            if (lookup == Cluster)
            {
                learn(lookup, null, await identity.ReadAsync(cancellationToken));
            }
            else
            {
                var found = await client.GetMetadataAsync(lookup.Type, Scope(lookup), lookup.Name, projections, cancellationToken);
                if (found is not null && (lookup.Uid.IsEmpty || found.Uid == lookup.Uid))
                {
                    learn(lookup, found, null);
                }
            }

            Answered(lookup);
            return Pace;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The supervision of this loop: nothing the server answers may end it.
            return Retry(lookup, exception);
        }
    }

    private static string? Scope(NodeLookup lookup) => lookup.Namespace.Length == 0 ? null : lookup.Namespace;

    private void Answered(NodeLookup lookup)
    {
        _retry = FirstRetry;
        if (_reported.Remove(lookup.Kind))
        {
            Log.Recovered(logger, Words(lookup));
        }

        lock (_lock)
        {
            // Also what does not exist: a UID does not come back. Memory of an owner is renewed before it ends, if new pods still name it.
            _known[lookup] = time.GetTimestamp() + Ticks(lookup.Kind == SubjectKind.Namespace ? NamespaceAge : timeToLive / 2);
        }
    }

    private TimeSpan Retry(NodeLookup lookup, Exception exception)
    {
        if (_reported.GetValueOrDefault(lookup.Kind) != exception.Message)
        {
            _reported[lookup.Kind] = exception.Message;
            Log.Failed(logger, Words(lookup), exception.Message);
        }

        // A permission that is missing concerns its kind only; anything else concerns the server, and all wait.
        var isDenied = exception is KubernetesApiException { StatusCode: 403 };
        lock (_lock)
        {
            _due.Enqueue(lookup, time.GetTimestamp() + Ticks(isDenied ? Denied : TimeSpan.Zero));
        }

        if (isDenied)
        {
            return Pace;
        }

        var wait = _retry;
        _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
        return wait;
    }

    private static string Words(NodeLookup lookup) => lookup == Cluster ? "the cluster's identity" : lookup.Type.ToString();

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private static partial class Log
    {
        [LoggerMessage(1400, LogLevel.Warning, "Attribution of this node's pods lacks {What}: {Cause}; it goes on trying")]
        public static partial void Failed(ILogger logger, string what, string cause);

        [LoggerMessage(1401, LogLevel.Information, "Attribution of this node's pods has {What} again")]
        public static partial void Recovered(ILogger logger, string what);
    }
}
