namespace Quickstart.World;

/// <summary>What goes on whatever the story tells: lines are written, usage is measured, log files rotate.</summary>
internal sealed class DailyLife(ShopWorld world, Pace pace, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(180);
    private static readonly TimeSpan Rotation = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Tick, time);
        var (measured, rotated) = (time.GetTimestamp(), time.GetTimestamp());
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
            {
                lock (world.Gate)
                {
                    world.Logs.WriteOne([.. world.Pods]);
                    if (Due(ref measured, pace.MeasureEvery))
                    {
                        world.Metrics.Measure(world.Machines, world.Pods);
                    }

                    if (Due(ref rotated, Rotation))
                    {
                        RotateLogs();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void RotateLogs()
    {
        foreach (var machine in world.Machines)
        {
            machine.Logs.RotateDue();
        }
    }

    private bool Due(ref long last, TimeSpan interval)
    {
        if (time.GetElapsedTime(last) < interval)
        {
            return false;
        }

        last = time.GetTimestamp();
        return true;
    }
}
