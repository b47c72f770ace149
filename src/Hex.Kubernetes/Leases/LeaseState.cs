using Hex.Telemetry;

namespace Hex.Kubernetes;

/// <summary>State that waits for the next renewal of a lease.</summary>
internal sealed class LeaseState : IStateStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _annotations = new(StringComparer.Ordinal);
    private Dictionary<string, string> _pending = new(StringComparer.Ordinal);
    private TaskCompletionSource _written = NewWrite();
    private bool _isClosed;

    public LeaseState(Lease lease)
    {
        foreach (var (key, value) in lease.Annotations)
        {
            _annotations[key] = value;
        }
    }

    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_annotations.TryGetValue(LeasePayload.Annotation(name), out var text) && LeasePayload.TryDecode(text, out var state) ? state : null);
        }
    }

    public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var key = LeasePayload.Annotation(name);
        var text = LeasePayload.Encode(state.Span);
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new IOException("the state cannot be written: the lease is no longer held");
            }

            LeasePayload.CheckSize(_annotations, key, text);
            _annotations[key] = text;
            _pending[key] = text;
            return new(_written.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Takes what waits, to be sent with a renewal; give it back with <see cref="PutBack"/> when that fails.</summary>
    public LeaseWrite Take()
    {
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                return LeaseWrite.None;
            }

            var taken = new LeaseWrite(_pending, _written);
            (_pending, _written) = (new(StringComparer.Ordinal), NewWrite());
            return taken;
        }
    }

    /// <summary>A renewal failed: what it carried waits for the next, unless something newer does already.</summary>
    public void PutBack(LeaseWrite write)
    {
        if (write.Written is null)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var (key, text) in write.Annotations)
            {
                _pending.TryAdd(key, text);
            }

            // Who waited for the failed renewal waits for the next.
            _ = _written.Task.ContinueWith(
                static (task, state) => Complete((TaskCompletionSource)state!, task), write.Written, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _written.TrySetException(new IOException("the state was not written: the lease was lost"));
            // Nobody may be waiting.
            _ = _written.Task.Exception;
        }
    }

    private static void Complete(TaskCompletionSource source, Task outcome)
    {
        if (outcome.IsCompletedSuccessfully)
        {
            source.TrySetResult();
        }
        else
        {
            source.TrySetException(outcome.Exception!.InnerExceptions);
            _ = source.Task.Exception;
        }
    }

    private static TaskCompletionSource NewWrite() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What one renewal carries.</summary>
/// <param name="Annotations">The annotations; none in most renewals.</param>
/// <param name="Written">Completed when they are written; null when there are none.</param>
internal readonly record struct LeaseWrite(IReadOnlyDictionary<string, string> Annotations, TaskCompletionSource? Written)
{
    public static LeaseWrite None => new(System.Collections.Frozen.FrozenDictionary<string, string>.Empty, null);
}
