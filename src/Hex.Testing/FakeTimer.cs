namespace Hex.Testing;

/// <summary>A timer of a <see cref="FakeTimeProvider"/>, whose lock guards its state.</summary>
internal sealed class FakeTimer(FakeTimeProvider owner, TimerCallback callback, object? state, ExecutionContext? context) : ITimer
{
    /// <summary>When it fires next, on the monotonic clock.</summary>
    internal long DueTicks { get; set; }

    /// <summary>Zero: fires once.</summary>
    internal long PeriodTicks { get; set; }

    /// <summary>The number of its valid queue entry; zero while it is not scheduled.</summary>
    internal long Entry { get; set; }

    internal bool Disposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => owner.Schedule(this, dueTime, period);

    public void Dispose() => owner.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        if (context is null)
            callback(state);
        else
            ExecutionContext.Run(context, static timer => ((FakeTimer)timer!).Invoke(), this);
    }

    private void Invoke() => callback(state);
}
