using System.Collections.Concurrent;

namespace Hex.Testing.Cluster;

/// <summary>
/// What clients asked of the cluster, refused requests included: to assert least privilege and the load on the API. Counts are
/// kept for ever, the requests themselves for the latest 10,000. A request counts when it arrives, before it is answered. Thread-safe.
/// </summary>
public sealed class RequestLog
{
    private const int Kept = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<ClusterRequest> _latest = [];
    private readonly Dictionary<(string Verb, string Resource), long> _counts = [];
    private readonly ConcurrentDictionary<string, int> _openWatches = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RequestLog()
    {
    }

    /// <summary>The latest requests, oldest first.</summary>
    public IReadOnlyList<ClusterRequest> Latest
    {
        get
        {
            lock (_lock)
                return [.. _latest];
        }
    }

    /// <summary>Requests per verb and qualified resource, such as <c>("list", "deployments.apps")</c>.</summary>
    public IReadOnlyDictionary<(string Verb, string Resource), long> Counts
    {
        get
        {
            lock (_lock)
                return new Dictionary<(string, string), long>(_counts);
        }
    }

    /// <summary>Every permission that was needed, sorted, as <c>verb resource</c>: what a Role must grant, and no more.</summary>
    public IReadOnlyList<string> Permissions => [.. Counts.Keys.Where(key => key.Resource.Length > 0).Select(key => $"{key.Verb} {key.Resource}").Order(StringComparer.Ordinal)];

    /// <summary>Requests with a verb on a qualified resource; <c>*</c> for any.</summary>
    public long Count(string verb = "*", string resource = "*") =>
        Counts.Where(pair => (verb == "*" || pair.Key.Verb == verb) && (resource == "*" || pair.Key.Resource == resource)).Sum(pair => pair.Value);

    /// <summary>Watches of a qualified resource that are open now; <c>*</c> for all.</summary>
    public int OpenWatches(string resource = "*") => resource == "*" ? _openWatches.Values.Sum() : _openWatches.GetValueOrDefault(resource);

    /// <summary>Waits until there were at least so many requests.</summary>
    public Task WaitForAsync(string verb, string resource, long count, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(() => Count(verb, resource) >= count, cancellationToken);

    /// <summary>Waits until exactly so many watches of a resource are open.</summary>
    public Task WaitForWatchesAsync(string resource, int count, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(() => OpenWatches(resource) == count, cancellationToken);

    /// <summary>Forgets all requests and counts.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _latest.Clear();
            _counts.Clear();
        }
    }

    internal void Add(ClusterRequest request)
    {
        lock (_lock)
        {
            if (_latest.Count == Kept)
                _latest.Dequeue();
            _latest.Enqueue(request);
            var key = (request.Verb, request.Resource.Length == 0 ? "" : request.QualifiedResource);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }

        Signal();
    }

    internal void WatchOpened(string resource)
    {
        _openWatches.AddOrUpdate(resource, 1, (_, open) => open + 1);
        Signal();
    }

    internal void WatchClosed(string resource)
    {
        _openWatches.AddOrUpdate(resource, 0, (_, open) => open - 1);
        Signal();
    }

    private async Task WaitUntilAsync(Func<bool> reached, CancellationToken ct)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (reached())
                return;
            await changed.WaitAsync(ct);
        }
    }

    private void Signal() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
