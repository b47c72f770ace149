namespace Hex.Telemetry;

/// <content>The one sender.</content>
public sealed partial class MetricPipeline
{
    private readonly SemaphoreSlim _sender = new(1, 1);
    private int _running;

    /// <summary>
    /// Sends until cancelled. Then what was collected is delivered within <see cref="PipelineOptions.ShutdownTimeout"/>, and the rest dropped and counted.
    /// </summary>
    /// <param name="cancellationToken">Stops the sender; that is no exception.</param>
    /// <exception cref="InvalidOperationException">It is running already.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
        {
            throw new InvalidOperationException("The metric pipeline is running already; it has one sender, so that points arrive in order.");
        }

        // Somebody may be draining just now.
        await _sender.WaitAsync(CancellationToken.None);
        try
        {
            using var abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
            await using var stop = cancellationToken.Register(() => abort.CancelAfter(_options.ShutdownTimeout));
            while (await NextAsync(cancellationToken) is { } load)
            {
                await SendAsync(load, abort.Token);
                if (abort.IsCancellationRequested)
                {
                    break;
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                Abandon();
            }

            _running = 0;
            _sender.Release();
        }
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (TakeNext() is { } load)
            {
                await SendAsync(load, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _sender.Release();
        }
    }

    private MetricLoad? TakeNext()
    {
        lock (_lock)
        {
            return _ring.TakeNext();
        }
    }

    /// <summary>The next request to send; null when stopped and nothing is left.</summary>
    private async ValueTask<MetricLoad?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    _ring.SealAll();
                }

                if (_ring.TakeNext() is { } load)
                {
                    return load;
                }

                if (cancellationToken.IsCancellationRequested)
                {
                    return null;
                }

                changed = _changed.Task;
            }

            // When cancelled, what is left goes out now.
            await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(MetricLoad load, CancellationToken abort)
    {
        var unsettled = load.Request.Count;
        try
        {
            var outcome = await _delivery.DeliverAsync(load.Request, load.Gate, abort);
            unsettled -= outcome.Settled;
        }
        catch (Exception thrown)
        {
            // Steps do not throw; should one, the sender goes on.
            Log.SendFailed(_logger, _exporter.Name, thrown);
        }

        lock (_lock)
        {
            _abandoned += unsettled;
            _ring.End(load);
            Signal();
        }
    }

    private void Abandon()
    {
        long points = 0;
        _ring.SealAll();
        while (_ring.TakeNext() is { } load)
        {
            points += load.Request.Count;
            _ring.End(load);
        }

        if (points > 0)
        {
            _abandoned += points;
            Log.Abandoned(_logger, _exporter.Name, points);
        }

        Signal();
    }
}
