using System.Threading.Tasks.Sources;

namespace Hex.Logs.Reading;

/// <summary>What the reader waits on: one waiter, remembered when nobody waits, and no allocation however often.</summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _registration;
    private bool _isWaiting;
    private bool _isSet;

    /// <summary>Waits for the next signal, or takes the one that came before.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        short version;
        lock (_lock)
        {
            if (_isSet)
            {
                _isSet = false;
                return default;
            }

            _core.Reset();
            version = _core.Version;
            _isWaiting = true;
        }

        _registration = cancellationToken.UnsafeRegister(static (signal, token) => ((WakeSignal)signal!).End(token), this);
        return new ValueTask(this, version);
    }

    /// <summary>Ends the wait, or the next one. From any thread.</summary>
    /// <param name="inline">True when the caller's thread may go on with what the waiter does next.</param>
    public void Set(bool inline)
    {
        lock (_lock)
        {
            _isSet = !_isWaiting;
            if (_isSet)
            {
                return;
            }

            _isWaiting = false;
        }

        _core.RunContinuationsAsynchronously = !inline;
        _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token)
    {
        _registration.Dispose();
        _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void End(CancellationToken token)
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _core.RunContinuationsAsynchronously = true;
        _core.SetException(new OperationCanceledException(token));
    }
}
