using Hex.Testing.Cluster.Faults;
using Hex.Testing.Cluster.Selectors;
using Hex.Testing.Cluster.Storage;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>WATCH: decides where a watch begins, then hands over to a <see cref="WatchStream"/>.</summary>
internal sealed class WatchHandler(ClusterStore store, SimulatedClusterOptions options, BookmarkBell bell, OpenWatches watches)
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromHours(1);

    public async Task HandleAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        var resource = request.Resource!;
        var query = ListQuery.Parse(context.Request.Query);
        var representation = ContentNegotiation.Choose(context.Request);
        var fields = request.Name.Length > 0 ? $"metadata.name={request.Name}" : query.FieldSelector;
        var ns = resource.Namespaced ? request.Namespace : "";
        var selection = new Selection(ns, LabelSelector.Parse(query.LabelSelector), FieldSelector.Parse(fields, resource));
        var initialEvents = WantsInitialEvents(query);
        var start = store.Use(resource, table => Start(table, query, selection, initialEvents));

        context.Response.ContentType = "application/json";
        var stream = new WatchStream(store, resource, selection, new ResponseWriter(context, compressible: false), new ObjectWriter(resource, representation))
        {
            Clock = options.TimeProvider,
            Bell = bell,
            BookmarkInterval = query.Bookmarks && resource.WatchCached && options.Bookmarks ? options.BookmarkInterval : null,
            EndBookmark = initialEvents && query.Bookmarks && options.StreamingLists,
        };
        // Taken before anybody can know that the watch is open, so that no ring is missed.
        var rung = bell.Rung;
        using var open = watches.Open(resource.QualifiedName);
        using var deadline = new CancellationTokenSource(query.Timeout ?? LongestWatch, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, open.Ended, ct);
        try
        {
            await stream.RunAsync(start, rung, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // timeoutSeconds is over, or a test said so: the body ends as a complete one.
            if (open.Reset)
                throw new BodyEndedException(reset: true);
            if (open.Error is { } error)
                await stream.FailAsync(error, ct);
        }
    }

    // No resourceVersion and "0" mean the same as sendInitialEvents=true, except that an old server sends no bookmark at their end.
    private bool WantsInitialEvents(ListQuery query)
    {
        if (query.SendInitialEvents is { } asked)
        {
            if (!options.StreamingLists)
                throw Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
            if (query.ResourceVersionMatch != "NotOlderThan")
                throw Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
            return asked;
        }

        if (query.ResourceVersionMatch.Length > 0)
            throw Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        return query.ResourceVersion is "" or "0";
    }

    private WatchStart Start(ObjectTable table, ListQuery query, Selection selection, bool initialEvents)
    {
        var asked = Revision(query.ResourceVersion);
        if (initialEvents)
        {
            if (asked > store.Revision)
                return new(asked, []) { Error = ApiException.FutureRevision(asked, store.Revision).Status };
            var state = new List<StoredObject>();
            foreach (var newest in table.From(""))
            {
                if (!newest.Deleted && selection.Contains(newest))
                    state.Add(newest);
            }

            return new(store.Revision, state);
        }

        // sendInitialEvents=false without a revision: from now on.
        if (asked == 0)
            return new(store.Revision, []);
        return asked >= table.OldestWatch ? new(asked, []) : new(asked, []) { Error = WatchStart.TooOld(table, asked) };
    }

    private static long Revision(string text)
    {
        if (text.Length == 0)
            return 0;
        return long.TryParse(text, out var revision) && revision >= 0 ? revision : throw ApiException.BadRevision(text);
    }

    private static ApiException Forbidden(string field, string why) =>
        ApiException.Invalid("ListOptions.meta.k8s.io", "", field, "FieldValueForbidden", "Forbidden: " + why);
}

/// <summary>Where a watch begins: a revision, the objects shown as ADDED first, or the error that is its only line.</summary>
internal sealed record WatchStart(long Revision, List<StoredObject> Objects)
{
    public StatusError? Error { get; init; }

    public static StatusError TooOld(ObjectTable table, long asked) => table.Resource.WatchCached
        ? new(410, "Expired", $"too old resource version: {asked} ({table.OldestWatch})")
        : new(410, "Expired", "The resourceVersion for the provided watch is too old.");
}
