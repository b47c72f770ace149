namespace Hex.Collectors.Kubernetes.Events;

/// <summary>
/// Events between the watch and the pipeline, and those under way beyond it: bounded together, so that a backend that is away holds the
/// server's stream back and nothing piles up here. Thread-safe.
/// </summary>
internal sealed class EventQueue
{
    /// <summary>As many as the tail of a watermark remembers: more under way could come again after a take-over.</summary>
    public const int MaxHeld = 2000;

    /// <summary>8 MiB: messages are 16 KiB at most, and most are a line.</summary>
    public const long MaxHeldBytes = 8 * 1024 * 1024;

    private const int MaxTaken = 256;

    private readonly Lock _lock = new();
    private readonly Queue<EventItem> _ready = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _enough;
    private long _bytes;
    private int _held;
    private bool _isComplete;
    private Exception? _failure;

    /// <summary>Events held: waiting, or not acknowledged.</summary>
    public int Held
    {
        get
        {
            lock (_lock)
            {
                return _held;
            }
        }
    }

    public void Add(List<EventItem> items)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                _ready.Enqueue(item);
                _bytes += item.Size;
                _held++;
            }

            Signal();
        }
    }

    /// <summary>Waits while too much is held.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_held < MaxHeld && _bytes < MaxHeldBytes)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits for events.</summary>
    /// <returns>Some events in order; null when no more will come.</returns>
    public async ValueTask<List<EventItem>?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_ready.Count > 0)
                {
                    var taken = new List<EventItem>(Math.Min(_ready.Count, MaxTaken));
                    while (taken.Count < MaxTaken && _ready.TryDequeue(out var item))
                    {
                        taken.Add(item);
                    }

                    return taken;
                }

                if (_isComplete)
                {
                    return _failure is null ? null : throw _failure;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits for an interval, or until there are as many events as are taken at once, or no more will come.</summary>
    public async ValueTask GatherAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        Task enough;
        lock (_lock)
        {
            _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
            enough = _enough.Task;
            SignalIfEnough();
        }

        // The end of the interval is no exception: what there is goes out.
        await enough.WaitAsync(interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Events were delivered.</summary>
    public void Release(IReadOnlyList<EventItem> items)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                _bytes -= item.Size;
                _held--;
            }

            Signal();
        }
    }

    /// <summary>Events were given up undelivered: they come again.</summary>
    public void Return(IReadOnlyList<EventItem> items)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                _ready.Enqueue(item);
            }

            Signal();
        }
    }

    /// <summary>Nothing more will be added.</summary>
    public void Complete(Exception? failure = null)
    {
        lock (_lock)
        {
            _isComplete = true;
            _failure ??= failure;
            Signal();
        }
    }

    private void SignalIfEnough()
    {
        if (_isComplete || _ready.Count >= MaxTaken)
        {
            _enough?.TrySetResult();
        }
    }

    private void Signal()
    {
        SignalIfEnough();
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
