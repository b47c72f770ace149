namespace Hex.Agent.Logging;

/// <summary>
/// Keeps one cause from filling the log: per event, ten lines at once and ten a minute after that, and the same line only once a minute.
/// What is left out is counted and said with the next line of its event. Not thread-safe; memory is bounded.
/// </summary>
internal sealed class LogLimiter(TimeProvider time)
{
    /// <summary>Ten: enough to see that several things are affected, few enough to read.</summary>
    public const int Burst = 10;

    /// <summary>A line of an event every 6 s, after the burst.</summary>
    public static readonly TimeSpan Refill = TimeSpan.FromSeconds(6);

    /// <summary>The same text is not news for a minute.</summary>
    public static readonly TimeSpan RepeatAfter = TimeSpan.FromMinutes(1);

    // More distinct texts than this within a minute are all let through to their event's bucket.
    private const int MaxTexts = 256;

    private readonly Dictionary<(string Category, int Event), Bucket> _buckets = [];
    private readonly Dictionary<int, long> _texts = [];

    /// <summary>Whether a line is to be written.</summary>
    /// <param name="category">The logger.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="text">The whole message.</param>
    /// <param name="suppressed">How many lines of the event were left out since the last one that was written.</param>
    public bool Allows(string category, int eventId, string text, out long suppressed)
    {
        var now = time.GetTimestamp();
        if (!_buckets.TryGetValue((category, eventId), out var bucket))
        {
            _buckets[(category, eventId)] = bucket = new Bucket { Tokens = Burst, At = now };
        }

        bucket.Tokens = Math.Min(Burst, bucket.Tokens + (time.GetElapsedTime(bucket.At, now) / Refill));
        bucket.At = now;
        suppressed = bucket.Suppressed;
        if (IsRepeat(HashCode.Combine(category, eventId, text), now) || bucket.Tokens < 1)
        {
            bucket.Suppressed++;
            return false;
        }

        bucket.Tokens--;
        bucket.Suppressed = 0;
        return true;
    }

    private bool IsRepeat(int text, long now)
    {
        if (_texts.TryGetValue(text, out var last) && time.GetElapsedTime(last, now) < RepeatAfter)
        {
            return true;
        }

        if (_texts.Count >= MaxTexts)
        {
            _texts.Clear();
        }

        _texts[text] = now;
        return false;
    }

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public long At { get; set; }

        public long Suppressed { get; set; }
    }
}
