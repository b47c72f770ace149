using System.Diagnostics.CodeAnalysis;

namespace Hex.Logs.Reading;

/// <summary>
/// Whose turn it is. Containers with more to read take turns; the others are looked at when the sweep comes by: those with recent data every time,
/// quiet ones every fifth time, a fifth of them each. With all of them quiet only every fifth sweep takes place, and looks at all: a thousand
/// quiet files cost one wake-up a second. The timer is set only when that changes: setting it costs a wake-up too.
/// </summary>
internal sealed class ReadyQueue : IDisposable
{
    private const int QuietSweeps = 5;
    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(5);

    private readonly Queue<ContainerLogs> _queue = new();
    private readonly List<ContainerLogs> _tailing = [];
    private readonly WakeSignal _wake = new();
    private readonly SweepClock _clock;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly long _quietAfter;
    private readonly bool _neverQuiet;
    private long _lastSweep;
    private int _sweeps;
    private bool _allQuiet;
    private bool _endsQuiet;
    private TimeSpan _period;
    private volatile bool _isIdle;

    public ReadyQueue(ContainerLogReaderOptions options, TimeProvider time)
    {
        _time = time;
        _interval = options.SweepInterval;
        _neverQuiet = options.Once;
        _quietAfter = (long)(QuietAfter.TotalSeconds * time.TimestampFrequency);
        _clock = new SweepClock(time, Wake);
    }

    /// <summary>True when the next sweep should not wait for the queue to run dry.</summary>
    public bool IsSweepDue => _time.GetElapsedTime(_lastSweep) >= _interval;

    /// <summary>Gives a container a turn, and looks at it from now on.</summary>
    public void Add(ContainerLogs container)
    {
        if (container.TailingIndex < 0)
        {
            container.TailingIndex = _tailing.Count;
            _tailing.Add(container);
        }

        container.AtRest = null;
        Enqueue(container);
    }

    /// <summary>No longer looks at a container.</summary>
    public void Remove(ContainerLogs container)
    {
        if (container.TailingIndex < 0)
        {
            return;
        }

        var last = _tailing[^1];
        _tailing[container.TailingIndex] = last;
        last.TailingIndex = container.TailingIndex;
        _tailing.RemoveAt(_tailing.Count - 1);
        container.TailingIndex = -1;
    }

    public bool TryTake([NotNullWhen(true)] out ContainerLogs? container)
    {
        if (!_queue.TryDequeue(out container))
        {
            return false;
        }

        container.IsQueued = false;
        return true;
    }

    /// <summary>Takes a container back after its turn.</summary>
    public void Put(ContainerLogs container, TurnResult result)
    {
        _endsQuiet |= container.IsWaitingForMetadata || container.LastDataAt >= _lastSweep;
        if (result == TurnResult.More)
        {
            Enqueue(container);
        }
        else if (result == TurnResult.Finished)
        {
            Remove(container);
        }
    }

    /// <summary>Gives a turn to every container that is to be looked at now.</summary>
    public void Sweep()
    {
        _lastSweep = _time.GetTimestamp();
        _sweeps++;
        _endsQuiet = false;
        _allQuiet = !_neverQuiet && !_tailing.Exists(IsBusy);
        for (var i = 0; i < _tailing.Count; i++)
        {
            if (_allQuiet || (i + _sweeps) % QuietSweeps == 0 || IsBusy(_tailing[i]))
            {
                Enqueue(_tailing[i]);
            }
        }
    }

    /// <summary>Waits until it is time for the next sweep, or for <see cref="Wake()"/>.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var period = _allQuiet && !_endsQuiet ? _interval * QuietSweeps : _interval;
        if (period != _period)
        {
            _period = period;
            _clock.Change(period);
        }

        _isIdle = true;
        return _wake.WaitAsync(cancellationToken);
    }

    /// <summary>True while the reader waits and nothing has woken it; tests see by it that it has looked.</summary>
    public bool IsIdle => _isIdle;

    /// <summary>Ends the wait. From any thread.</summary>
    public void Wake() => Wake(inline: false);

    public void Dispose() => _clock.Dispose();

    private void Wake(bool inline)
    {
        _isIdle = false;
        _wake.Set(inline);
    }

    private bool IsBusy(ContainerLogs container) =>
        container.IsWaitingForMetadata || (container.AtRest is null && container.Streams.HasGroups) || _lastSweep - container.LastDataAt < _quietAfter;

    private void Enqueue(ContainerLogs container)
    {
        if (!container.IsQueued)
        {
            container.IsQueued = true;
            _queue.Enqueue(container);
        }
    }
}
