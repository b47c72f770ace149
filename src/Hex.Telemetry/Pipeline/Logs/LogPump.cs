namespace Hex.Telemetry;

/// <summary>How an enumeration of a source ended.</summary>
/// <param name="End">The end.</param>
/// <param name="Failure">What the source, a batch or the exporter threw.</param>
internal readonly record struct LogPumpResult(LogRunEnd End, Exception? Failure);

/// <summary>One enumeration of one source: reads batches and encodes them into the lanes, until an end, a failure or a stop.</summary>
internal sealed class LogPump : IDisposable
{
    private readonly LogPumpContext _context;
    private readonly ILogSource _source;
    private readonly LogRunCounts _counts;
    private readonly LogLanes _lanes;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _cancelled;
    private volatile bool _gateClosed;
    private Exception? _failure;

    public LogPump(LogPumpContext context, ILogSource source, IDeliveryGate? gate, LogRunCounts counts, CancellationToken cancellationToken)
    {
        _context = context;
        _source = source;
        _counts = counts;
        _cancelled = cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _lanes = new LogLanes(context, gate, counts, OnClosed);
    }

    /// <summary>Requests on their way, and how long the oldest record waits.</summary>
    public (int InFlight, TimeSpan Oldest) Waiting => _lanes.Waiting;

    /// <summary>Runs until the source ends or something throws, or a stop; everything read is settled or given back by then.</summary>
    public async Task<LogPumpResult> RunAsync()
    {
        try
        {
            await ReadAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Flushed below.
        }
        catch (Exception thrown)
        {
            _failure ??= thrown;
        }

        try
        {
            await _lanes.FlushAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            await FlushWithinDeadlineAsync();
        }

        if (_gateClosed)
        {
            return new LogPumpResult(LogRunEnd.GateClosed, null);
        }

        return _cancelled.IsCancellationRequested ? new LogPumpResult(LogRunEnd.Stopped, null) : new LogPumpResult(LogRunEnd.Completed, _failure);
    }

    public void Dispose()
    {
        _lanes.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var batches = _source.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(batches))
        {
            var batch = batches.Current;
            _counts.Add(batch.Count);
            _context.Read(batch.Count);
            await EncodeAsync(new BatchEntry(batch), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<LogBatch> batches)
    {
        var next = batches.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        _lanes.Pause();
        try
        {
            return await next;
        }
        finally
        {
            _lanes.Resume();
        }
    }

    private async ValueTask EncodeAsync(BatchEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            while (!_lanes.TryEncode(entry, out var room))
            {
                _lanes.Pause();
                await room.WaitAsync(cancellationToken);
                _lanes.Resume();
            }
        }
        catch
        {
            entry.Fail();
            throw;
        }
        finally
        {
            entry.Batch.ReleaseBuffers();
            _lanes.Release(entry);
        }
    }

    private async Task FlushWithinDeadlineAsync()
    {
        using var deadline = new CancellationTokenSource(_context.Options.ShutdownTimeout, _context.Time);
        try
        {
            await _lanes.FlushAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            await _lanes.AbortAsync();
        }
    }

    private void OnClosed(Exception? thrown)
    {
        _gateClosed |= thrown is null;
        _failure ??= thrown;
        _stop.Cancel();
    }
}
