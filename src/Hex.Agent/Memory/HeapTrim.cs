using System.Runtime;

namespace Hex.Agent.Memory;

/// <summary>
/// Collects and compacts the managed heap when it has grown and is quiet, or has grown much. The collector by itself would let what each look at a cluster leaves behind
/// pile up to several times of what is in use, for as long as the machine has memory.
/// </summary>
/// <param name="used">Bytes of the heap, garbage included.</param>
/// <param name="allocated">Bytes that were ever allocated.</param>
/// <param name="compact">Collects.</param>
/// <param name="time">The clock.</param>
internal sealed class HeapTrim(Func<long> used, Func<long> allocated, Action compact, TimeProvider time)
{
    /// <summary>2 s: a look at a number.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>8 MiB and a quarter of what was left the last time: more is not waited for.</summary>
    private const long Much = 8 << 20;

    /// <summary>1 MiB: less is not worth the 20 ms that it takes at 5,000 pods.</summary>
    private const long Little = 1 << 20;

    /// <summary>256 KiB allocated between two looks: nobody is at work.</summary>
    private const long Quiet = 256 << 10;

    /// <summary>What a compaction in a quiet moment costs, in looks: there may be one a minute, and three in a row.</summary>
    private const int QuietCost = 30;
    private const int MostCredit = 3 * QuietCost;

    private long _kept;
    private long _allocated;
    private int _credit = MostCredit;

    public HeapTrim(TimeProvider time)
        : this(() => GC.GetTotalMemory(forceFullCollection: false), () => GC.GetTotalAllocatedBytes(), Compact, time)
    {
    }

    /// <summary>Looks and collects until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Collects if it is time.</summary>
    public void Look()
    {
        var (grown, total) = (used() - _kept, allocated());
        _credit = Math.Min(_credit + 1, MostCredit);
        var isQuiet = _credit >= QuietCost && grown > Little && total - _allocated < Quiet;
        if (isQuiet || grown > (_kept / 4) + Much)
        {
            compact();
            _kept = used();
            _credit -= isQuiet ? QuietCost : 0;
        }

        _allocated = total;
    }

    private static void Compact()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
