namespace Hex.Telemetry;

/// <summary>Waits that double from a smallest to a largest, with jitter. Thread-safe over any <see cref="Random"/>.</summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max, Random random)
{
    private const int MaxDoublings = 40;

    /// <summary>Anything between 0 and the bound: spreads many clients best.</summary>
    public TimeSpan FullJitter(int attempt) => Bound(attempt) * Next();

    /// <summary>Anything between half the bound and the bound: never at once.</summary>
    public TimeSpan HalfJitter(int attempt) => Bound(attempt) * (0.5 + (Next() / 2));

    private TimeSpan Bound(int attempt)
    {
        var bound = Math.ScaleB(min.TotalSeconds, Math.Min(attempt, MaxDoublings));
        return bound < max.TotalSeconds ? TimeSpan.FromSeconds(bound) : max;
    }

    private double Next()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
