namespace Hex.Kubernetes;

/// <summary>How the watch of one kind fares. Read by status pages and meters, from any thread.</summary>
public sealed class WatchStatus
{
    // Timeouts are spread over five to ten minutes; a minute more, and something is wrong on the way.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _heardAt;
    private long _timeoutTicks = TimeSpan.FromMinutes(10).Ticks;
    private long _lists;
    private long _opens;
    private long _expirations;
    private long _failures;
    private long _badFrames;
    private long _cutFrames;
    private long _frames;
    private volatile WatchState _state;
    private volatile bool _isSynced;
    private volatile string? _lastError;
    private string? _reported;

    internal WatchStatus(ResourceQuery query, TimeProvider time)
    {
        Query = query;
        _time = time;
        _heardAt = time.GetTimestamp();
    }

    /// <summary>What is watched.</summary>
    public ResourceQuery Query { get; }

    /// <summary>What it is doing.</summary>
    public WatchState State => _state;

    /// <summary>Whether all objects were read at least once.</summary>
    public bool IsSynced => _isSynced;

    /// <summary>How long ago the server was last heard: a frame, a page, or a watch opened.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Interlocked.Read(ref _heardAt));

    /// <summary>Whether the objects are current: synced, and heard within the watch's own timeout and a minute.</summary>
    public bool IsFresh => IsSynced && Age <= new TimeSpan(Interlocked.Read(ref _timeoutTicks)) + Grace;

    /// <summary>Full lists completed, streamed or paged.</summary>
    public long Lists => Interlocked.Read(ref _lists);

    /// <summary>Watches opened.</summary>
    public long Opens => Interlocked.Read(ref _opens);

    /// <summary>Times the server no longer held the history and everything was listed again.</summary>
    public long Expirations => Interlocked.Read(ref _expirations);

    /// <summary>Requests that failed and watches that broke.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Frames received.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Lines that were no frame; each ended its watch.</summary>
    public long BadFrames => Interlocked.Read(ref _badFrames);

    /// <summary>Frames cut off by the end of the connection.</summary>
    public long CutFrames => Interlocked.Read(ref _cutFrames);

    /// <summary>The failure that lasts; null while all is well.</summary>
    public string? LastError => _lastError;

    /// <summary>What decoding left out.</summary>
    public DecodeStatistics Decoding { get; } = new();

    /// <summary>Completes when all objects were read once, or the server said that they cannot be (<see cref="WatchState.Denied"/>, <see cref="WatchState.Absent"/>).</summary>
    public Task Settled => _settled.Task;

    internal void Enter(WatchState state)
    {
        _state = state;
        if (state is WatchState.Denied or WatchState.Absent)
        {
            _settled.TrySetResult();
        }
    }

    internal void Heard() => Interlocked.Exchange(ref _heardAt, _time.GetTimestamp());

    internal void CountFrame() => Interlocked.Increment(ref _frames);

    internal void Listed()
    {
        Heard();
        Interlocked.Increment(ref _lists);
        _isSynced = true;
        _lastError = null;
        _settled.TrySetResult();
    }

    internal void Opened(TimeSpan timeout)
    {
        Heard();
        Interlocked.Exchange(ref _timeoutTicks, timeout.Ticks);
        Interlocked.Increment(ref _opens);
        _lastError = null;
    }

    internal void CountExpiration() => Interlocked.Increment(ref _expirations);

    internal void CountBadFrame() => Interlocked.Increment(ref _badFrames);

    internal void CountCutFrame() => Interlocked.Increment(ref _cutFrames);

    /// <summary>Notes a failure.</summary>
    /// <returns>Whether this cause is new, and worth a line in the log.</returns>
    internal bool Failed(string cause)
    {
        Interlocked.Increment(ref _failures);
        var isNew = _reported != cause;
        _lastError = cause;
        _reported = cause;
        return isNew;
    }

    /// <summary>Notes that a whole step went well.</summary>
    /// <returns>Whether a failure had lasted until now.</returns>
    internal bool Recovered()
    {
        var had = _reported is not null;
        _lastError = null;
        _reported = null;
        return had;
    }
}
