using System.Globalization;

namespace Hex.Kubernetes;

/// <summary>Opens one watch and follows it to its end, with or without the initial state in front.</summary>
internal sealed class ResourceWatcher<T>(
    IApiTransport transport, ResourceQuery query, ResourceProjector<T> projector, IResourceStore<T> store,
    WatchStatus status, ReflectorOptions options, TimeProvider time, Random random)
    where T : class
{
    // The server ends a watch at its timeout; one that outlives it by this much hangs on a dead connection.
    private static readonly TimeSpan Overtime = TimeSpan.FromSeconds(30);

    // The initial state comes without pauses.
    private static readonly TimeSpan InitialStall = TimeSpan.FromSeconds(60);

    /// <summary>Follows one watch.</summary>
    /// <param name="version">Where to go on from; null asks for the initial state first.</param>
    /// <param name="advance">Told each version reached. A watch that breaks goes on from the last.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task<WatchOutcome> WatchAsync(string? version, Action<string> advance, CancellationToken cancellationToken)
    {
        var timeout = options.MinTimeout + ((options.MaxTimeout - options.MinTimeout) * random.NextDouble());
        using var deadline = new CancellationTokenSource(InitialStall, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var opened = time.GetTimestamp();
        var session = new WatchSession<T>(projector, store, status, advance, isInitial: version is null);
        try
        {
            await using var response = await transport.SendAsync(ApiRequest.Get(Path(version, timeout)), linked.Token);
            if (!response.IsSuccess)
            {
                var error = await ApiStatus.ReadAsync(response, linked.Token);
                return version is null && error.Code is >= 400 and < 500 and not (401 or 403 or 404 or 405 or 410 or 429)
                    ? new WatchOutcome(WatchEnd.CannotStream)
                    : WatchOutcome.Refused(error);
            }

            status.Opened(timeout);
            session.Open();
            using var lines = new LineReader(response.Body);
            var end = await FollowAsync(session, lines, timeout, opened, deadline, linked.Token, cancellationToken);
            return session.Outcome(end, time.GetElapsedTime(opened));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Past its own timeout: silence is how a dead connection looks. In the initial state it is a fault.
            session.Cause = "the server fell silent";
            return session.Outcome(session.IsInitial ? WatchEnd.Broken : WatchEnd.Closed, time.GetElapsedTime(opened));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            session.Cause = exception.Message;
            return session.Outcome(WatchEnd.Broken, time.GetElapsedTime(opened));
        }
        finally
        {
            session.Close();
        }
    }

    private async Task<WatchEnd> FollowAsync(
        WatchSession<T> session, LineReader lines, TimeSpan timeout, long opened, CancellationTokenSource deadline,
        CancellationToken reading, CancellationToken cancellationToken)
    {
        var hasDeadline = false;
        while (true)
        {
            while (lines.TryRead(out var line))
            {
                if (session.Take(line) is { } end)
                {
                    return end;
                }
            }

            // A store may hold us back for as long as it likes; the deadline speaks of the server. That of a watch in its course stands.
            var flushed = store.FlushAsync(cancellationToken);
            if (!flushed.IsCompletedSuccessfully)
            {
                deadline.CancelAfter(Timeout.InfiniteTimeSpan);
                hasDeadline = false;
            }

            await flushed;
            if (session.IsInitial)
            {
                deadline.CancelAfter(InitialStall);
            }
            else if (!hasDeadline)
            {
                var left = timeout + Overtime - time.GetElapsedTime(opened);
                deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                hasDeadline = true;
            }

            if (!await lines.FillAsync(reading))
            {
                if (lines.HasPart)
                {
                    status.CountCutFrame();
                }

                session.Cause = session.IsInitial ? "the stream of the initial state ended before its end" : null;
                return session.IsInitial ? WatchEnd.Broken : WatchEnd.Closed;
            }

            status.Heard();
        }
    }

    private string Path(string? version, TimeSpan timeout)
    {
        var seconds = ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return version is null
            ? query.Uri("watch=true", "allowWatchBookmarks=true", $"timeoutSeconds={seconds}", "sendInitialEvents=true", "resourceVersionMatch=NotOlderThan")
            : query.Uri("watch=true", "allowWatchBookmarks=true", $"timeoutSeconds={seconds}", $"resourceVersion={Uri.EscapeDataString(version)}");
    }
}
