namespace Hex.Collectors.Host;

/// <summary>The times counters start from. Nanoseconds since the Unix epoch.</summary>
internal sealed class CounterClock
{
    /// <summary>When the machine started (<c>btime</c>), as it was first read: it moves with the clock. 0 when unknown.</summary>
    public long Boot { get; set; }

    /// <summary>When the collection before this one read its files; 0 in the first.</summary>
    public long Previous { get; private set; }

    /// <summary>The time of this collection.</summary>
    public long Now { get; private set; }

    /// <summary>Where a counter starts that was not there before, or went back: since boot in the first collection, else after the one before.</summary>
    public long NewSeries => Previous == 0 ? Boot : Previous;

    public void Begin(long now) => Now = now;

    public void End() => Previous = Now;
}
