using System.Globalization;

namespace Hex.Kubernetes;

/// <summary>Reads a kind completely, page by page and item by item, into a store.</summary>
internal sealed class ResourceLister<T>(
    IApiTransport transport, ResourceQuery query, ResourceProjector<T> projector, IResourceStore<T> store,
    WatchStatus status, ReflectorOptions options, TimeProvider time)
    where T : class
{
    // No bytes for so long means nothing will come any more.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);
    private const int ItemsPerFlush = 256;

    // A continue token lives as long as the server keeps history (5 min by default). Where that is too short for all pages, one answer holds all.
    private bool _inOnePiece;

    /// <summary>Replaces the store's content by a new list.</summary>
    /// <param name="isFirst">Whether nothing was ever listed: then an older state is better than a costly read.</param>
    /// <param name="synchronized">Told the version of the list when it is complete.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    public async Task<WatchOutcome> ListAsync(bool isFirst, Action<string> synchronized, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Stall, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        store.BeginReplace();
        var isComplete = false;
        try
        {
            string? token = null;
            do
            {
                await using var response = await transport.SendAsync(ApiRequest.Get(Path(isFirst, token)), linked.Token);
                if (!response.IsSuccess)
                {
                    var error = await ApiStatus.ReadAsync(response, linked.Token);
                    if (token is null || !(error.IsExpired || error.Code == 400))
                    {
                        return WatchOutcome.Refused(error);
                    }

                    // 400: a token of a server that was replaced meanwhile.
                    _inOnePiece = true;
                    return new WatchOutcome(WatchEnd.Expired, Status: error);
                }

                using var list = new ListReader(response.Body, status.Decoding);
                await ReadPageAsync(list, deadline, linked.Token);
                if (list.Continue == token && token is not null)
                {
                    throw new InvalidDataException("the list goes round in circles: a page names itself as the next");
                }

                token = list.Continue;
                if (token is null)
                {
                    var version = list.ResourceVersion ?? throw new InvalidDataException("the list carries no resourceVersion");
                    store.EndReplace();
                    store.Synchronized(version);
                    isComplete = true;
                    _inOnePiece = false;
                    status.Listed();
                    await store.FlushAsync(cancellationToken);
                    synchronized(version);
                }
            }
            while (token is not null);
            return new WatchOutcome(WatchEnd.Listed);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new WatchOutcome(WatchEnd.Broken, Cause: $"the list stalled for {Stall.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
        finally
        {
            if (!isComplete)
            {
                store.AbortReplace();
            }
        }
    }

    private async Task ReadPageAsync(ListReader list, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        var items = 0;
        while (await list.ReadAsync(cancellationToken))
        {
            if (Projections.Project(projector, list.Item, status.Decoding) is { } item)
            {
                store.Upsert(item);
            }

            if (++items % ItemsPerFlush == 0)
            {
                status.Heard();
                await FlushAsync(deadline, cancellationToken);
            }
        }

        if (list.Continue is not null)
        {
            store.EndPage();
        }

        await FlushAsync(deadline, cancellationToken);
    }

    // A store may hold us back for as long as it likes: the stall is measured between the bytes of the server only.
    private async ValueTask FlushAsync(CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        await store.FlushAsync(cancellationToken);
        deadline.CancelAfter(Stall);
    }

    private string Path(bool isFirst, string? token)
    {
        if (token is not null)
        {
            return query.Uri($"limit={options.PageSize.ToString(CultureInfo.InvariantCulture)}", $"continue={Uri.EscapeDataString(token)}");
        }

        // With a selector a consistent read makes etcd walk all objects for a few of them; the watch cache does not.
        if (isFirst && (query.FieldSelector is not null || query.LabelSelector is not null))
        {
            return query.Uri("resourceVersion=0");
        }

        return _inOnePiece ? query.Uri() : query.Uri($"limit={options.PageSize.ToString(CultureInfo.InvariantCulture)}");
    }
}
