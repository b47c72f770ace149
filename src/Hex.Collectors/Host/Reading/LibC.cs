using System.Runtime.InteropServices;

namespace Hex.Collectors.Host;

/// <summary>The calls of the C library the collectors need. Layouts and flags are those of 64-bit Linux (x86-64, arm64; glibc and musl alike).</summary>
internal static unsafe partial class LibC
{
    /// <summary>O_RDONLY | O_CLOEXEC | O_NONBLOCK: a FIFO in the place of a file does not block.</summary>
    public const int ReadOnly = 0x80000 | 0x800;

    public const int Interrupted = 4;

    /// <summary>Where <c>d_name</c> is in <c>struct dirent</c>: after the inode (8), offset (8), length (2) and type (1).</summary>
    public const int NameOffset = 19;

    // Variadic in C; a call with three arguments is the same on these architectures.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial void Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    public static partial nint OpenDirectory(byte* path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    public static partial nint ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial void CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true)]
    public static partial int StatVfs(byte* path, VfsStatus* status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int StatX(int directory, byte* path, int flags, uint mask, FileStatus* status);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint count, int flags);

    /// <summary><c>struct statvfs</c>: 112 bytes, and room to spare.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct VfsStatus
    {
        [FieldOffset(8)]
        public ulong FragmentSize;

        [FieldOffset(16)]
        public ulong Blocks;

        [FieldOffset(24)]
        public ulong BlocksFree;

        [FieldOffset(32)]
        public ulong BlocksAvailable;

        [FieldOffset(40)]
        public ulong Files;

        [FieldOffset(48)]
        public ulong FilesFree;
    }

    /// <summary><c>struct statx</c>: 256 bytes, the same everywhere.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileStatus
    {
        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
