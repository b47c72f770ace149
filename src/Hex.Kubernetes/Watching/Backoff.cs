namespace Hex.Kubernetes;

/// <summary>Growing waits with jitter: 0.8 s doubling to 30 s, each drawn between half and all of it.</summary>
internal sealed class Backoff(Random random)
{
    // As Kubernetes' own reflectors: quick after a single fault, slow enough for a server in trouble.
    private static readonly TimeSpan Initial = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = Initial;

    public TimeSpan Next()
    {
        var wait = _next * (0.5 + (random.NextDouble() / 2));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait;
    }

    public void Reset() => _next = Initial;
}
