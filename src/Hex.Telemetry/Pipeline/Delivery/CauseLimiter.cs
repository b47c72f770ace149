namespace Hex.Telemetry;

/// <summary>Lets a message through once per cause, and again after a while. Bounded: causes that vary endlessly count as one.</summary>
internal sealed class CauseLimiter(TimeProvider time, TimeSpan repeatAfter)
{
    private const int MaxCauses = 16;
    private const string Others = "";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    public bool ShouldLog(string cause)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (!_last.ContainsKey(cause) && _last.Count >= MaxCauses && !EvictOld(now))
            {
                cause = Others;
            }

            if (_last.TryGetValue(cause, out var last) && time.GetElapsedTime(last, now) < repeatAfter)
            {
                return false;
            }

            _last[cause] = now;
            return true;
        }
    }

    private bool EvictOld(long now)
    {
        foreach (var (cause, last) in _last)
        {
            if (time.GetElapsedTime(last, now) >= repeatAfter)
            {
                _last.Remove(cause);
            }
        }

        return _last.Count < MaxCauses;
    }
}
