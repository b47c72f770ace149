namespace Hex.Agent.EndToEnd.Churn;

/// <summary>For how long this process was not run when it should have been: on a machine with more to do than it can, bounds of time judge the machine and not the agent.</summary>
internal sealed class StallMeter : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset At, TimeSpan Late)> _stalls = [];
    private readonly Task _running;

    public StallMeter() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>The time lost since a moment.</summary>
    public TimeSpan Since(DateTimeOffset moment)
    {
        lock (_lock)
            return new TimeSpan(_stalls.Where(stall => stall.At >= moment).Sum(stall => stall.Late.Ticks));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var started = TimeProvider.System.GetTimestamp();
            await Task.Delay(Beat, CancellationToken.None);
            var late = TimeProvider.System.GetElapsedTime(started) - Beat;
            if (late < Beat)
                continue;
            lock (_lock)
                _stalls.Add((TimeProvider.System.GetUtcNow(), late));
        }
    }
}
