using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Hex.Bench.Measure;

/// <summary>Processor time of processes, user and system together.</summary>
internal static class CpuTime
{
    // linux/posix-timers_types.h: the clock of a process is its inverted id, shifted, with "scheduler time" in the low bits.
    private const int SchedulerClock = 2;

    /// <summary>Of all children that have ended: the difference around one child's life is that child's time, to the microsecond.</summary>
    public static TimeSpan OfEndedChildren()
    {
        if (NativeMethods.getrusage(NativeMethods.RusageChildren, out var usage) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) + TimeSpan.FromMicroseconds(usage.UserMicros + usage.SystemMicros);
    }

    /// <summary>Of a running process, threads that have ended included; nanosecond steps, unlike /proc/PID/stat.</summary>
    public static TimeSpan OfRunning(int pid)
    {
        if (NativeMethods.clock_gettime((~pid << 3) | SchedulerClock, out var time) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"process {pid} is gone");
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }
}
