using Hex.Agent.Logging;
using Hex.Testing;

namespace Hex.Agent.Tests.Logging;

public class LogLimiterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLimiter _limiter;

    public LogLimiterTests() => _limiter = new LogLimiter(_time);

    [Fact]
    public void Event_gets_a_burst_then_a_line_every_six_seconds_and_says_what_it_left_out()
    {
        var written = Enumerable.Range(0, 100).Count(number => Allows(1, $"file {number}"));
        Assert.Equal(LogLimiter.Burst, written);

        _time.Advance(LogLimiter.Refill);
        Assert.True(_limiter.Allows("c", 1, "one more", out var suppressed));
        Assert.Equal(100 - LogLimiter.Burst, suppressed);
        Assert.False(Allows(1, "and one more"));
    }

    [Fact]
    public void Same_text_is_written_once_a_minute()
    {
        Assert.True(Allows(1, "no way"));
        Assert.False(Allows(1, "no way"));
        Assert.True(Allows(2, "no way"));
        _time.Advance(LogLimiter.RepeatAfter);
        Assert.True(_limiter.Allows("c", 1, "no way", out var suppressed));
        Assert.Equal(1, suppressed);
    }

    [Fact]
    public void One_loud_event_does_not_silence_another()
    {
        for (var number = 0; number < 1000; number++)
        {
            Allows(1, $"loud {number}");
        }

        Assert.True(Allows(2, "quiet"));
    }

    private bool Allows(int eventId, string text) => _limiter.Allows("c", eventId, text, out _);
}
