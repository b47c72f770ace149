using System.Runtime.InteropServices;

namespace Hex.Bench.Measure;

/// <summary>What Linux knows of a process' use of the processor, and .NET does not pass on.</summary>
internal static partial class NativeMethods
{
    /// <summary>getrusage(2): every child that has ended and been waited for.</summary>
    public const int RusageChildren = -1;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getrusage(int who, out Rusage usage);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int clock_gettime(int clock, out Timespec time);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    /// <summary>struct timespec of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct rusage of 64-bit Linux: two timevals in microseconds, and 14 counters not used here.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct Rusage
    {
        public long UserSeconds;
        public long UserMicros;
        public long SystemSeconds;
        public long SystemMicros;
        public fixed long Rest[14];
    }
}
