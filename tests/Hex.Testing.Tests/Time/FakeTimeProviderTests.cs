using System.Globalization;

namespace Hex.Testing.Tests.Time;

public sealed class FakeTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 11, 22, 33, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly List<string> _fired = [];

    [Fact]
    public void Clock_stands_still_until_advanced()
    {
        Assert.Equal(Start, _time.GetUtcNow());
        Assert.Equal(0, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(Start.AddMilliseconds(1500), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromMilliseconds(1500), _time.GetElapsedTime(0));
    }

    [Fact]
    public void Start_offset_is_normalised_to_utc()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), time.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, time.GetUtcNow().Offset);
    }

    [Fact]
    public void Wall_clock_jump_moves_neither_timestamps_nor_timers()
    {
        using var timer = Timer("a", 10);
        _time.Advance(TimeSpan.FromSeconds(4));
        _time.SetUtcNow(Start.AddDays(3));
        Assert.Equal(Start.AddDays(3), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(4), _time.GetElapsedTime(0));
        Assert.Empty(_fired);
        _time.SetUtcNow(Start.AddHours(-1));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Start.AddHours(-1).AddSeconds(6), _time.GetUtcNow());
        Assert.Equal(["a@10"], _fired);
    }

    [Fact]
    public void Timers_fire_in_order_of_due_time_and_see_it()
    {
        using var c = Timer("c", 3);
        using var a = Timer("a", 1);
        using var b2 = Timer("b1", 2);
        using var b1 = Timer("b2", 2);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(["a@1", "b1@2", "b2@2"], _fired);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("c@3", _fired[^1]);
        Assert.Equal(0, _time.ScheduledTimers);
    }

    [Fact]
    public void Periodic_timer_fires_once_per_period_interleaved()
    {
        using var tick = Timer("tick", 1, 2);
        using var once = Timer("once", 4);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["tick@1", "tick@3", "once@4", "tick@5"], _fired);
        Assert.Equal(TimeSpan.FromSeconds(1), _time.NextTimerIn);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Timer_fires_once_when_period_is_zero_or_infinite(int periodMilliseconds)
    {
        var count = 0;
        using var timer = _time.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(periodMilliseconds));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, count);
    }

    [Fact]
    public void Timer_due_now_fires_at_once()
    {
        using var timer = Timer("now", 0);
        Assert.Equal(["now@0"], _fired);
    }

    [Fact]
    public void Infinite_timer_waits_for_change()
    {
        using var timer = _time.CreateTimer(_ => Note("x"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(_fired);
        Assert.Null(_time.NextTimerIn);
        Assert.True(timer.Change(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1)));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["x@86405", "x@86406"], _fired);
    }

    [Fact]
    public void Change_replaces_the_earlier_schedule()
    {
        using var timer = Timer("x", 5, 5);
        timer.Change(TimeSpan.FromSeconds(7), Timeout.InfiniteTimeSpan);
        Assert.Equal(1, _time.ScheduledTimers);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(["x@7"], _fired);
    }

    [Fact]
    public async Task Disposed_timer_never_fires_and_refuses_change()
    {
        var timer = Timer("x", 5);
        await timer.DisposeAsync();
        Assert.Equal(0, _time.ScheduledTimers);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(_fired);
    }

    [Fact]
    public void Periodic_timer_can_dispose_itself_in_its_callback()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(_ => { Note("x"); timer!.Dispose(); }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["x@1"], _fired);
    }

    [Fact]
    public void Timer_rearmed_in_its_callback_fires_within_the_same_advance()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                Note("x");
                timer!.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["x@1", "x@3", "x@5"], _fired);
        timer.Dispose();
    }

    [Fact]
    public void Nested_advance_moves_time_and_outer_goes_on_to_its_end()
    {
        using var nested = _time.CreateTimer(
            _ => _time.Advance(TimeSpan.FromSeconds(3)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var during = Timer("during", 3);
        using var after = Timer("after", 5);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["during@3", "after@5"], _fired);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.GetElapsedTime(0));
    }

    [Fact]
    public void Advance_to_next_timer_goes_exactly_there()
    {
        Assert.False(_time.AdvanceToNextTimer());
        using var a = Timer("a", 4);
        using var b = Timer("b", 9);
        Assert.True(_time.AdvanceToNextTimer());
        Assert.Equal(["a@4"], _fired);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.NextTimerIn);
    }

    [Fact]
    public void Negative_times_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("x", -5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("x", 1, -5));
    }

    [Fact]
    public async Task Task_delay_completes_when_its_time_has_come()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(30), _time, TestContext.Current.CancellationToken);
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(29.999));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        await delay.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(0, _time.ScheduledTimers);
    }

    [Fact]
    public void Cancellation_after_a_time_follows_the_clock()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(source.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public async Task Periodic_timer_ticks_with_the_clock()
    {
        using var periodic = new PeriodicTimer(TimeSpan.FromSeconds(10), _time);
        for (var i = 0; i < 3; i++)
        {
            var tick = periodic.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.False(tick.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.True(await tick);
        }
    }

    [Fact]
    public async Task Waiting_for_timers_ends_when_enough_are_scheduled()
    {
        var two = _time.WaitForTimersAsync(2);
        using var a = Timer("a", 4);
        Assert.False(two.IsCompleted);
        using var b = Timer("b", 4);
        await two;
    }

    [Fact]
    public async Task Waiting_for_timers_says_what_was_missing()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => _time.WaitForTimersAsync(2, TimeSpan.FromMilliseconds(1)));
        Assert.Contains("waited for 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execution_context_flows_into_the_callback()
    {
        var local = new AsyncLocal<string> { Value = "outer" };
        string? seen = null;
        using var timer = _time.CreateTimer(_ => seen = local.Value, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        local.Value = "later";
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("outer", seen);
    }

    private void Note(string name) => _fired.Add($"{name}@{_time.GetElapsedTime(0).TotalSeconds.ToString(CultureInfo.InvariantCulture)}");

    private ITimer Timer(string name, double due, double period = -0.001) =>
        _time.CreateTimer(_ => Note(name), null, TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(period));
}
