namespace Hex.Logs.Reading;

/// <summary>
/// Says when the next sweep is due, again and again. With the system's clock it is a thread that sleeps and then sweeps itself: one wake-up a tick, where a
/// timer of the pool takes its own thread, a pool thread and the pool's supervisor. With another clock it is a timer of that.
/// </summary>
internal sealed class SweepClock : IDisposable
{
    private readonly object _gate = new();
    private readonly Action<bool> _tick;
    private readonly ITimer? _timer;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private Thread? _thread;
    private bool _ended;

    /// <summary>Makes a clock that stands still until <see cref="Change"/>.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="tick">Called at every tick; true when the calling thread is the clock's own, to do with what is wanted.</param>
    public SweepClock(TimeProvider time, Action<bool> tick)
    {
        _tick = tick;
        _timer = time == TimeProvider.System
            ? null
            : time.CreateTimer(static clock => ((SweepClock)clock!)._tick(false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ticks every so often from now on.</summary>
    public void Change(TimeSpan period)
    {
        if (_timer is not null)
        {
            _timer.Change(period, period);
            return;
        }

        lock (_gate)
        {
            _period = period;
            if (_ended)
            {
                return;
            }

            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "hex-logs" };
                _thread.UnsafeStart();
            }

            Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                // A pulse says that the period changed, or the end.
                if (!_ended && Monitor.Wait(_gate, _period))
                {
                    continue;
                }

                if (_ended)
                {
                    return;
                }
            }

            _tick(true);
        }
    }
}
