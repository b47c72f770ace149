namespace Hex.Telemetry;

/// <summary>Why deliveries of one pipeline wait, as far as it was said. Shared by its outages. Thread-safe.</summary>
internal sealed class OutageCauses(TimeProvider time)
{
    /// <summary>5 min: someone who looks at the log sees that it still lasts.</summary>
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMinutes(5);

    private readonly CauseLimiter _limiter = new(time, RepeatAfter);
    private int _said;

    /// <summary>True when a cause is news.</summary>
    public bool ShouldSay(string cause)
    {
        if (!_limiter.ShouldLog(cause))
        {
            return false;
        }

        Volatile.Write(ref _said, 1);
        return true;
    }

    /// <summary>True, once, when a cause was said since the last time: then the end of it is news too.</summary>
    public bool TakeSaid() => Interlocked.Exchange(ref _said, 0) != 0;
}
