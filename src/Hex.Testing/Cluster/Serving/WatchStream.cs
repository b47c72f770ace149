using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Selectors;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster.Serving;

/// <summary>
/// One watch: writes a line per change that its selection sees, a bookmark now and then, and an ERROR line where it fell out
/// of the history. It reads the shared change log at its own pace and holds no queue.
/// </summary>
internal sealed class WatchStream(ClusterStore store, ApiResource resource, Selection selection, ResponseWriter response, ObjectWriter writer)
{
    private const int BatchLimit = 256;

    private readonly List<StoredObject> _batch = [];
    private long _revision;

    public required TimeProvider Clock { get; init; }

    public required BookmarkBell Bell { get; init; }

    /// <summary>Null for a watch without progress bookmarks.</summary>
    public required TimeSpan? BookmarkInterval { get; init; }

    /// <summary>Whether a bookmark ends the initial events.</summary>
    public required bool EndBookmark { get; init; }

    public async Task RunAsync(WatchStart start, Task rung, CancellationToken ct)
    {
        if (start.Error is { } error)
        {
            await FailAsync(error, ct);
            return;
        }

        _revision = start.Revision;
        foreach (var version in start.Objects)
        {
            WriteEvent("ADDED"u8, version.Json);
            await response.FlushIfFullAsync(ct);
        }

        if (EndBookmark)
            WriteBookmark(initialEventsEnd: true);
        await response.FlushAsync(ct);
        await FollowAsync(rung, ct);
    }

    /// <summary>Writes an ERROR line, the last.</summary>
    public async Task FailAsync(StatusError error, CancellationToken ct)
    {
        response.Write("{\"type\":\"ERROR\",\"object\":"u8);
        response.Write(error.ToJson());
        response.Write("}\n"u8);
        await response.CompleteAsync(ct);
    }

    private async Task FollowAsync(Task rung, CancellationToken ct)
    {
        var bookmarkDue = false;
        var timer = Tick(ct);
        while (true)
        {
            var (changed, expired) = ReadChanges();
            if (expired is not null)
            {
                await FailAsync(expired, ct);
                return;
            }

            var more = _batch.Count == BatchLimit;
            var anything = bookmarkDue || _batch.Count > 0;
            foreach (var change in _batch)
            {
                WriteChange(change);
                await response.FlushIfFullAsync(ct);
            }

            if (more)
                continue;
            if (bookmarkDue && BookmarkInterval is not null)
                WriteBookmark(initialEventsEnd: false);
            if (anything)
                await response.FlushAsync(ct);

            await Task.WhenAny(changed, rung, timer);
            ct.ThrowIfCancellationRequested();
            bookmarkDue = rung.IsCompleted || timer.IsCompleted;
            if (rung.IsCompleted)
                rung = Bell.Rung;
            if (timer.IsCompleted)
                timer = Tick(ct);
        }
    }

    private Task Tick(CancellationToken ct) => Task.Delay(BookmarkInterval ?? Timeout.InfiniteTimeSpan, Clock, ct);

    private (Task Changed, StatusError? Expired) ReadChanges() => store.Use(resource, table =>
    {
        _batch.Clear();
        if (_revision < table.Floor)
            return (Task.CompletedTask, WatchStart.TooOld(table, _revision));
        table.ChangesAfter(_revision, BatchLimit, _batch);
        _revision = _batch.Count == BatchLimit ? _batch[^1].Revision : store.Revision;
        return (table.Changed, (StatusError?)null);
    });

    // As the API: an object that begins or stops to fit the selection is added or deleted; the delete shows its last fitting state.
    private void WriteChange(StoredObject change)
    {
        var fitted = change.Previous is { Deleted: false } before && selection.Contains(before);
        if (change.Deleted)
        {
            if (selection.Contains(change))
                WriteEvent("DELETED"u8, change.Json);
            return;
        }

        var fits = selection.Contains(change);
        if (fits)
            WriteEvent(fitted ? "MODIFIED"u8 : "ADDED"u8, change.Json);
        else if (fitted)
            WriteEvent("DELETED"u8, ObjectJson.WithRevision(change.Previous!.Json, change.Revision));
    }

    private void WriteEvent(ReadOnlySpan<byte> type, byte[] json)
    {
        response.Write("{\"type\":\""u8);
        response.Write(type);
        response.Write("\",\"object\":"u8);
        writer.WriteObject(response.Buffer, json);
        response.Write("}\n"u8);
    }

    private void WriteBookmark(bool initialEventsEnd)
    {
        response.Write("{\"type\":\"BOOKMARK\",\"object\":"u8);
        writer.WriteBookmark(response.Buffer, _revision, initialEventsEnd);
        response.Write("}\n"u8);
    }
}
