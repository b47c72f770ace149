namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>A clock whose timers fire twenty times too early: waits between retries cost a test next to nothing.</summary>
internal sealed class HastyTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan time) => time <= TimeSpan.Zero ? time : time / 20;
}
