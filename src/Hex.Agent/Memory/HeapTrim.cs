using System.Runtime;

namespace Hex.Agent.Memory;

/// <summary>
/// Collects and compacts the managed heap whenever it has grown by a part since the last time. The collector by itself would let what each look at a cluster leaves
/// behind pile up to several times of what is in use, for as long as the machine has memory.
/// </summary>
/// <param name="used">Bytes of the heap, garbage included.</param>
/// <param name="compact">Collects.</param>
/// <param name="time">The clock.</param>
internal sealed class HeapTrim(Func<long> used, Action compact, TimeProvider time)
{
    /// <summary>2 s: a look at a number.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>6 MiB and a fifth of what was left the last time: at 5,000 pods every other collection of metrics, for 20 ms.</summary>
    private const long Allowance = 6 << 20;

    private long _kept;

    public HeapTrim(TimeProvider time)
        : this(() => GC.GetTotalMemory(forceFullCollection: false), Compact, time)
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
        if (used() > _kept + (_kept / 5) + Allowance)
        {
            compact();
            _kept = used();
        }
    }

    private static void Compact()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
