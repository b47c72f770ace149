using System.Runtime.CompilerServices;

namespace Hex.Collectors.Host;

/// <summary>The times of one CPU, or of all together, from sample to sample.</summary>
internal sealed class CpuSeries
{
    /// <summary>
    /// 3 s. The kernel says itself that idle and iowait may go back a little (proc(5)); so little is not a restart, and the time before is kept.
    /// </summary>
    private const long Jitter = (long)(3 * CpuTimes.TicksPerSecond);

    private Counters _counters;
    private CpuModes _ticks;
    private CpuModes _spent;
    private bool _sampled;

    /// <summary>True when the last two samples make shares.</summary>
    public bool HasShares { get; private set; }

    /// <summary>The collection it was last seen in.</summary>
    public long Cycle { get; set; }

    /// <summary>Takes a sample.</summary>
    public void Observe(CpuModes now)
    {
        HasShares = _sampled;
        long total = 0;
        for (var mode = 0; mode < CpuTimes.Count; mode++)
        {
            var (before, after) = (_ticks[mode], now[mode]);
            if (after < before && after != CpuTimes.Absent && before - after <= Jitter)
            {
                after = before;
            }

            var spent = after == CpuTimes.Absent ? 0 : after - Math.Max(before, 0);
            HasShares &= spent >= 0;
            total = Number.Add(total, Math.Max(spent, 0));
            _spent[mode] = spent;
            _ticks[mode] = after;
        }

        _sampled = true;
        HasShares &= total > 0;
        Total = total;
    }

    /// <summary>Forgets the samples: the CPU was away.</summary>
    public void Reset()
    {
        _sampled = HasShares = false;
        (_ticks, _counters) = (default, default);
    }

    /// <summary>The ticks spent in a mode, and since when they count; false when the kernel does not count the mode.</summary>
    public bool TryGetTime(int mode, CounterClock clock, out double seconds, out long start)
    {
        var ticks = _ticks[mode];
        seconds = ticks / CpuTimes.TicksPerSecond;
        start = ticks == CpuTimes.Absent ? 0 : _counters[mode].StartOf(ticks, clock);
        return ticks != CpuTimes.Absent;
    }

    /// <summary>The share of a mode between the last two samples, 0 to 1.</summary>
    public double Share(int mode) => (double)_spent[mode] / Total;

    private long Total { get; set; }

    [InlineArray(CpuTimes.Count)]
    private struct Counters
    {
        private Counter _first;
    }
}
