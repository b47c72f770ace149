using System.Diagnostics;

namespace Hex.Bench.Measure;

/// <summary>Runs a program to its end and measures all of it.</summary>
internal sealed class WholeProcess(Children children, TimeProvider time)
{
    private const int KeptLines = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it, with a processor for itself where there are two. No other child may end meanwhile: the kernel's account of ended children is one sum.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">When it is killed.</param>
    public async Task<RunResult> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        var lines = new Queue<string>();
        var before = CpuTime.OfEndedChildren();
        var started = time.GetTimestamp();
        var command = Processors.Command(Processors.Apart?.Measured, program, arguments);
        var process = children.Start(command.Program, command.Arguments, line =>
        {
            lines.Enqueue(line);
            if (lines.Count > KeptLines)
                lines.Dequeue();
        });
        process.StandardInput.Close();
        var ended = process.WaitForExitAsync();
        var (peak, overdue) = await WatchAsync(process, ended, limit, started);
        await ended;
        return new RunResult
        {
            Cpu = CpuTime.OfEndedChildren() - before,
            Elapsed = time.GetElapsedTime(started),
            PeakBytes = peak,
            ExitCode = overdue ? -1 : process.ExitCode,
            LastLines = [.. lines],
        };
    }

    private async Task<(long Peak, bool Overdue)> WatchAsync(Process process, Task ended, TimeSpan limit, long started)
    {
        long peak = 0;
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, ProcessMemory.Peak(process.Id) ?? 0);
            if (time.GetElapsedTime(started) > limit)
            {
                process.Kill();
                return (peak, true);
            }

            await Task.WhenAny(ended, Task.Delay(Look, time));
        }

        return (peak, false);
    }
}
