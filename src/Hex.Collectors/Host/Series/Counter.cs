namespace Hex.Collectors.Host;

/// <summary>
/// One cumulative counter of the kernel. Going back — a wrap at 32 bits, a driver that was reset, a device replaced by one of the same name — starts a new
/// series at the collection before, so that a backend takes the value as an increase from zero and never as a negative one.
/// </summary>
internal struct Counter
{
    private long _last;
    private long _start;
    private bool _seen;

    /// <summary>Since when a value counts, in nanoseconds since the Unix epoch.</summary>
    public long StartOf(long value, CounterClock clock)
    {
        if (!_seen || value < _last)
        {
            _start = clock.NewSeries;
            _seen = true;
        }

        _last = value;
        return _start;
    }
}
