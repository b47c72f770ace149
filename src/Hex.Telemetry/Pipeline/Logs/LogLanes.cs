using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>
/// The lanes of one pump. A lane sends its next request when the one in flight is settled and the building one is full, or the source pauses and the request
/// has lingered, or its first record has waited for a second. Batches of one order use one lane while any of them is unsettled.
/// </summary>
internal sealed partial class LogLanes : IDisposable
{
    private const int QuietPart = 8;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly LogPumpContext _context;
    private readonly IDeliveryGate? _gate;
    private readonly LogRunCounts _counts;
    private readonly Action<Exception?> _onClosed;
    private readonly LogLane[] _lanes;
    private readonly ITimer _linger;
    private readonly CancellationTokenSource _abort = new();
    private TaskCompletionSource? _freed;
    private bool _paused;
    private bool _flushing;
    private bool _closed;

    /// <summary>Makes empty lanes.</summary>
    /// <param name="context">What is shared.</param>
    /// <param name="gate">Closed, it ends the lanes.</param>
    /// <param name="counts">Receives what became of the records.</param>
    /// <param name="onClosed">Called when the lanes deliver no more: with null when the gate closed, else with what was thrown.</param>
    public LogLanes(LogPumpContext context, IDeliveryGate? gate, LogRunCounts counts, Action<Exception?> onClosed)
    {
        _context = context;
        _gate = gate;
        _counts = counts;
        _onClosed = onClosed;
        _lanes = new LogLane[context.Options.MaxInFlight];
        for (var i = 0; i < _lanes.Length; i++)
        {
            _lanes[i] = new LogLane();
        }

        _linger = context.Time.CreateTimer(static lanes => ((LogLanes)lanes!).OnLinger(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Requests on their way, and how long the oldest record waits.</summary>
    public (int InFlight, TimeSpan Oldest) Waiting
    {
        get
        {
            lock (_lock)
            {
                var inFlight = 0;
                var oldest = TimeSpan.Zero;
                foreach (var lane in _lanes)
                {
                    inFlight += lane.InFlight is null ? 0 : 1;
                    if (lane.Oldest is { } load && Age(load) is var age && age > oldest)
                    {
                        oldest = age;
                    }
                }

                return (inFlight, oldest);
            }
        }
    }

    /// <summary>Encodes what is left of a batch into a lane's request.</summary>
    /// <returns>False when a part is left; <paramref name="room"/> completes when there may be room for it.</returns>
    public bool TryEncode(BatchEntry entry, out Task room)
    {
        room = Task.CompletedTask;
        lock (_lock)
        {
            do
            {
                if ((entry.Lane ??= Choose(entry)) is not { } lane)
                {
                    room = WhenFreed();
                    return false;
                }

                if (lane.Building is { Full: true })
                {
                    if (lane.Busy)
                    {
                        room = WhenFreed();
                        return false;
                    }

                    Start(lane);
                }

                lane.Building ??= new LogLoad(_context.Exporter.CreateRequest(_context.MaxRequestBytes), _context.Time.GetTimestamp());
                lane.Building.Add(entry, _context.Exporter.Name, _context.Budget);
                if (!lane.Busy && IsDue(lane))
                {
                    Start(lane);
                }
            }
            while (entry.Next < entry.Batch.Count);
            SendLingering();
            return true;
        }
    }

    /// <summary>Gives up a claim on a batch; the last one ends it.</summary>
    public void Release(BatchEntry entry)
    {
        if (!entry.Release())
        {
            return;
        }

        try
        {
            if (!entry.Failed)
            {
                entry.Batch.Acknowledge();
            }

            entry.Batch.Dispose();
        }
        catch (Exception thrown)
        {
            // A source's own bug: what is left of it is told, and the others go on.
            Log.BatchFailed(_context.Logger, thrown);
        }

        if (entry.Batch.Order is { } order && entry.Lane is not null)
        {
            lock (_lock)
            {
                if (--order.Undelivered == 0)
                {
                    order.Lane = null;
                }
            }
        }
    }

    /// <summary>The source has nothing now: requests leave when they have lingered.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            _paused = true;
            SendLingering();
        }
    }

    /// <summary>The source goes on.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _paused = false;
        }
    }

    public void Dispose()
    {
        _linger.Dispose();
        _abort.Dispose();
    }

    private LogLane? Choose(BatchEntry entry)
    {
        var order = entry.Batch.Order;
        var lane = order?.Lane as LogLane ?? ChooseFree();
        if (lane is not null && order is not null)
        {
            order.Lane = lane;
            order.Undelivered++;
        }

        return lane;
    }

    /// <summary>
    /// The lane whose request is started already, so that quiet traffic makes one request. Once that is no longer small, the traffic is not quiet: an order stays on its
    /// lane for as long as it is loud, so the next one goes to an empty lane, an idle one first, else to the one with the smallest request.
    /// </summary>
    private LogLane? ChooseFree()
    {
        LogLane? empty = null;
        LogLane? started = null;
        foreach (var lane in _lanes)
        {
            if (lane.Building is not { } load)
            {
                empty = empty is null || (empty.Busy && !lane.Busy) ? lane : empty;
            }
            else if (!load.Full)
            {
                if (load.Request.Size < _context.MaxRequestBytes / QuietPart)
                {
                    return lane;
                }

                started = started is null || load.Request.Size < started.Building!.Request.Size ? lane : started;
            }
        }

        return empty ?? started;
    }

    private bool IsDue(LogLane lane)
    {
        if (lane.Building is not { } load)
        {
            return false;
        }

        return load.Full || _flushing || Age(load) >= (_paused || _context.Options.Linger > LongestWait ? _context.Options.Linger : LongestWait);
    }

    private TimeSpan Age(LogLoad load) => _context.Time.GetElapsedTime(load.Since);

    private void OnLinger()
    {
        lock (_lock)
        {
            SendLingering();
        }
    }

    private void SendLingering()
    {
        var next = TimeSpan.MaxValue;
        foreach (var lane in _lanes)
        {
            if (lane.Busy || lane.Building is not { } load)
            {
                continue;
            }

            if (IsDue(lane))
            {
                Start(lane);
            }
            else if (_paused)
            {
                var left = _context.Options.Linger - Age(load);
                next = left < next ? left : next;
            }
        }

        if (next != TimeSpan.MaxValue)
        {
            _linger.Change(next, Timeout.InfiniteTimeSpan);
        }
    }

    private Task WhenFreed() => (_freed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static partial class Log
    {
        [LoggerMessage(1020, LogLevel.Error, "A log batch failed to end; its records may come again")]
        public static partial void BatchFailed(ILogger logger, Exception thrown);

        [LoggerMessage(1021, LogLevel.Critical, "{Exporter}: sending failed in an unforeseen way; the records go back to their source")]
        public static partial void SendFailed(ILogger logger, string exporter, Exception thrown);
    }
}
