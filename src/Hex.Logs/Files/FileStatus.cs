using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hex.Logs.Files;

/// <summary>Which file on this machine: a fast path to recognise one; it does not survive compression or a reboot (device numbers change).</summary>
internal readonly record struct FileKey(ulong Device, ulong Inode, long BirthNano);

/// <summary>What the kernel says of a file. Linux: <c>statx(2)</c>, whose layout is the same on every architecture.</summary>
internal readonly partial record struct FileStatus(FileKey Key, long Size, long ModifiedUnixNano, uint Links, uint Mode, uint Uid, uint Gid)
{
    private const int AtCurrentDirectory = -100;
    private const int AtEmptyPath = 0x1000;
    private const uint BasicStatsAndBirth = 0x7ff | 0x800;

    /// <summary>The status of what a path names now, links followed.</summary>
    /// <returns>0, or the error number (ENOENT 2, EACCES 13, …).</returns>
    public static int TryGet(string path, out FileStatus status) => Get(AtCurrentDirectory, path, 0, out status);

    /// <summary>The status of an open file.</summary>
    public static int TryGet(SafeFileHandle handle, out FileStatus status)
    {
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return Get((int)handle.DangerousGetHandle(), "", AtEmptyPath, out status);
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static int Get(int directory, string path, int flags, out FileStatus status)
    {
        status = default;
        if (Statx(directory, path, flags, BasicStatsAndBirth, out var raw) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        var birth = (raw.BirthSeconds * 1_000_000_000) + raw.BirthNano;
        status = new FileStatus(
            new FileKey(((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor, raw.Inode, birth),
            (long)raw.Size,
            (raw.ModifiedSeconds * 1_000_000_000) + raw.ModifiedNano,
            raw.Links,
            raw.Mode,
            raw.Uid,
            raw.Gid);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out StatxBuffer buffer);

    // struct statx of linux/stat.h: 256 bytes.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint Uid;

        [FieldOffset(24)]
        public uint Gid;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(80)]
        public long BirthSeconds;

        [FieldOffset(88)]
        public uint BirthNano;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNano;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
