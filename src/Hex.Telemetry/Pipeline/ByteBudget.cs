namespace Hex.Telemetry;

/// <summary>
/// A bound on bytes in flight, shared by the stages that hold them: read buffers leased by batches and encoded requests awaiting acknowledgement.
/// A reader waits until there is room; an encoder, which turns read buffers into requests and so frees more than it takes, never waits. Thread-safe.
/// </summary>
public sealed class ByteBudget
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _room;
    private long _used;
    private long _peak;

    /// <summary>Makes a budget.</summary>
    /// <param name="limit">The bound in bytes, greater than 0.</param>
    public ByteBudget(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Limit = limit;
    }

    /// <summary>The bound in bytes.</summary>
    public long Limit { get; }

    /// <summary>Bytes in flight now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>The most bytes that were ever in flight at once.</summary>
    public long Peak => Volatile.Read(ref _peak);

    /// <summary>Takes bytes if they fit within the limit; anything fits when nothing is in flight.</summary>
    public bool TryTake(long bytes)
    {
        lock (_lock)
        {
            if (_used > 0 && _used + bytes > Limit)
            {
                return false;
            }

            Add(bytes);
            return true;
        }
    }

    /// <summary>Takes bytes without asking.</summary>
    public void Take(long bytes)
    {
        lock (_lock)
        {
            Add(bytes);
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _used -= bytes;
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
    }

    /// <summary>Completes when bytes were given back after the call, or at once when nothing is in flight. Ask again with <see cref="TryTake"/> then.</summary>
    public Task WaitForReturnAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_used <= 0)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancellationToken);
        }
    }

    private void Add(long bytes)
    {
        _used += bytes;
        _peak = Math.Max(_peak, _used);
    }
}
