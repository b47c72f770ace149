namespace Hex.Testing;

/// <summary>
/// A clock that stands still until the test moves it. Timers created from it (also through <c>Task.Delay</c>, <c>PeriodicTimer</c> and
/// <c>CancellationTokenSource</c>) fire inside <see cref="Advance"/>, in order of their due time, and see the time they were due at.
/// </summary>
/// <remarks>
/// Two clocks are kept apart as in a real machine: the monotonic one (<see cref="GetTimestamp"/>, timers), which only <see cref="Advance"/>
/// moves, and the wall clock (<see cref="GetUtcNow"/>), which follows it and which <see cref="SetUtcNow"/> makes jump without firing anything.
/// Callbacks run on the thread that advances; so do the continuations they complete. All members are thread safe; move the time from one thread.
/// </remarks>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<FakeTimer, (long Due, long Order)> _queue = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private long _ticks;
    private long _wallOffset;
    private long _order;
    private int _scheduled;

    /// <summary>Starts the clock at 2026-01-01T00:00:00Z.</summary>
    public FakeTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts the wall clock at <paramref name="start"/> and the monotonic clock at zero.</summary>
    public FakeTimeProvider(DateTimeOffset start) => _wallOffset = start.UtcTicks;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Ticks of 100 ns, as of <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are waiting to fire: a delay in progress is one, a periodic timer is one.</summary>
    public int ScheduledTimers
    {
        get
        {
            lock (_lock)
                return _scheduled;
        }
    }

    /// <summary>How long until the next timer fires, or null if none is scheduled.</summary>
    public TimeSpan? NextTimerIn
    {
        get
        {
            lock (_lock)
                return DropStale() ? TimeSpan.FromTicks(_queue.Peek().DueTicks - _ticks) : null;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return new DateTimeOffset(_wallOffset + _ticks, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
            return _ticks;
    }

    /// <summary>Sets the wall clock, forward or back, as a clock correction does. Timers and time stamps do not notice.</summary>
    public void SetUtcNow(DateTimeOffset value)
    {
        lock (_lock)
            _wallOffset = value.UtcTicks - _ticks;
    }

    /// <summary>
    /// Moves both clocks by <paramref name="delta"/> and fires, in order, each timer that becomes due on the way; a periodic timer fires once
    /// per period. A callback may call it again: the inner call then moves the time, and the outer one goes on to its own end if that is later.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is negative; use <see cref="SetUtcNow"/> to set the wall clock back.</exception>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);
        long target;
        lock (_lock)
            target = checked(_ticks + delta.Ticks);
        FireUntil(target);
    }

    /// <summary>Moves the time to the next timer's due time and fires what is due then; returns false, and does nothing, if there is no timer.</summary>
    public bool AdvanceToNextTimer()
    {
        long target;
        lock (_lock)
        {
            if (!DropStale())
                return false;
            target = _queue.Peek().DueTicks;
        }

        FireUntil(target);
        return true;
    }

    /// <summary>
    /// Completes when at least <paramref name="count"/> timers are scheduled, which is how a test knows that the code it drives has come to its
    /// delay and the time may be advanced.
    /// </summary>
    /// <param name="count">How many timers to wait for.</param>
    /// <param name="timeout">Real time to wait at most; default 10 s.</param>
    /// <exception cref="TimeoutException">They did not appear in time.</exception>
    public async Task WaitForTimersAsync(int count = 1, TimeSpan? timeout = null)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_scheduled >= count)
                return;
            _waiters.Add((count, reached));
        }

        var limit = timeout ?? TimeSpan.FromSeconds(10);
        try
        {
            await reached.Task.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{ScheduledTimers} timers are scheduled after {limit}; waited for {count}.", late);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A due time of zero fires before this returns (or, inside a callback of another timer, right after that one).</remarks>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state, ExecutionContext.Capture());
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Schedule(FakeTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        CheckTime(dueTime, nameof(dueTime));
        CheckTime(period, nameof(period));
        long now;
        lock (_lock)
        {
            if (timer.Disposed)
                return false;
            Unschedule(timer);
            timer.PeriodTicks = period > TimeSpan.Zero ? period.Ticks : 0;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            now = _ticks;
            Enqueue(timer, now + dueTime.Ticks);
        }

        if (dueTime == TimeSpan.Zero)
            FireUntil(now);
        return true;
    }

    internal void Remove(FakeTimer timer)
    {
        lock (_lock)
        {
            timer.Disposed = true;
            Unschedule(timer);
        }
    }

    private static void CheckTime(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, value, "must not be negative, or must be Timeout.InfiniteTimeSpan");
    }

    private void FireUntil(long target)
    {
        while (true)
        {
            FakeTimer timer;
            lock (_lock)
            {
                if (!DropStale() || _queue.Peek().DueTicks > target)
                {
                    _ticks = Math.Max(_ticks, target);
                    return;
                }

                timer = _queue.Dequeue();
                _scheduled--;
                timer.Entry = 0;
                _ticks = Math.Max(_ticks, timer.DueTicks);
                if (timer.PeriodTicks > 0)
                    Enqueue(timer, timer.DueTicks + timer.PeriodTicks);
            }

            timer.Fire();
        }
    }

    private void Enqueue(FakeTimer timer, long due)
    {
        timer.DueTicks = due;
        timer.Entry = ++_order;
        _queue.Enqueue(timer, (due, timer.Entry));
        _scheduled++;
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_waiters[i].Count > _scheduled)
                continue;
            _waiters[i].Reached.TrySetResult();
            _waiters.RemoveAt(i);
        }
    }

    private void Unschedule(FakeTimer timer)
    {
        if (timer.Entry == 0)
            return;
        timer.Entry = 0;
        _scheduled--;
    }

    /// <summary>Queue entries of changed or disposed timers are left behind and dropped when they surface. False if nothing is scheduled.</summary>
    private bool DropStale()
    {
        while (_queue.TryPeek(out var timer, out var priority))
        {
            if (timer.Entry == priority.Order)
                return true;
            _queue.Dequeue();
        }

        return false;
    }
}
