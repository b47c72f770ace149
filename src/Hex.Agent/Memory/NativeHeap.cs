using System.Runtime.InteropServices;

namespace Hex.Agent.Memory;

/// <summary>How the C library hands out memory; what .NET, OpenSSL and zlib have of it.</summary>
internal static partial class NativeHeap
{
    // malloc.h of glibc.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>64 KiB: a compressor's state is some hundreds, and goes back to the system with its message.</summary>
    private const int Large = 64 * 1024;

    /// <summary>
    /// One arena for all threads, and large blocks by themselves. By default each thread gets an arena and keeps what it freed: 20 MB after some minutes of a leader,
    /// against 3. Native memory is asked for rarely, so nobody waits for the one.
    /// </summary>
    public static void Tighten()
    {
        try
        {
            _ = Set(ArenaMax, 1);
            _ = Set(MmapThreshold, Large);
            _ = Set(TrimThreshold, Large);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library; musl has no arenas.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
