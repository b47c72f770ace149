using Hex.Testing;

namespace Hex.Telemetry.Tests;

/// <summary>Moves a fake clock from timer to timer until something is done.</summary>
internal static class VirtualTime
{
    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FarAway = TimeSpan.FromSeconds(2);

    public static async Task<T> RunAsync<T>(this FakeTimeProvider time, Task<T> task)
    {
        await time.RunAsync((Task)task);
        return await task;
    }

    public static async Task RunAsync(this FakeTimeProvider time, Task task)
    {
        await time.RunUntilAsync(() => task.IsCompleted);
        await task;
    }

    /// <summary>Moves the time while pool threads still work: one of the many schedules a real machine may come up with, quickly.</summary>
    public static async Task<T> RaceAsync<T>(this FakeTimeProvider time, Task<T> task)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var turn = 1; !task.IsCompleted; turn++)
        {
            if (TimeProvider.System.GetElapsedTime(started) > RealLimit)
            {
                throw new TimeoutException($"Not done after {RealLimit} of real time; {time.ScheduledTimers} timers are scheduled.");
            }

            await Task.Yield();
            if (turn % 4 == 0)
            {
                time.AdvanceToNextTimer();
            }
        }

        return await task;
    }

    /// <summary>Waits for pool threads while the time stands still.</summary>
    public static async Task UntilAsync(Func<bool> done)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < RealLimit, $"Not so after {RealLimit} of real time.");
            await Task.Delay(1);
        }
    }

    /// <summary>Waits for pool threads while they work, and moves the time when nothing happens without.</summary>
    public static async Task RunUntilAsync(this FakeTimeProvider time, Func<bool> done)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var idle = 0; !done(); idle++)
        {
            if (TimeProvider.System.GetElapsedTime(started) > RealLimit)
            {
                throw new TimeoutException($"Not done after {RealLimit} of real time; {time.ScheduledTimers} timers are scheduled.");
            }

            // A long way is mostly a deadline, with something on its way to a pool thread that would still be in time: on a busy machine that takes a while.
            var patience = time.NextTimerIn > FarAway ? 100 : 20;
            if (idle > patience && time.AdvanceToNextTimer())
            {
                idle = 0;
            }

            await (idle % 10 == 9 ? Task.Delay(1) : Yield());
        }

        static async Task Yield() => await Task.Yield();
    }
}
