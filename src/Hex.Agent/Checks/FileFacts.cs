using System.Runtime.InteropServices;

namespace Hex.Agent.Checks;

/// <summary>What decides whether a file can be read: its mode and its owner.</summary>
/// <param name="Mode">The permission bits.</param>
/// <param name="Uid">The owner.</param>
/// <param name="Gid">The group.</param>
internal readonly partial record struct FileFacts(UnixFileMode Mode, uint Uid, uint Gid)
{
    // statx(2): its layout is the same on every architecture. AT_FDCWD, STATX_BASIC_STATS.
    private const int CurrentDirectory = -100;
    private const uint BasicStatistics = 0x7ff;

    /// <summary>The facts of what a path names; null when even they cannot be had.</summary>
    public static FileFacts? Of(string path) =>
        Statx(CurrentDirectory, path, 0, BasicStatistics, out var raw) == 0 ? new FileFacts((UnixFileMode)(raw.Mode & 0xfff), raw.Uid, raw.Gid) : null;

    /// <summary>E.g. <c>0640, owner 0, group 0</c>.</summary>
    public override string ToString() => $"mode {Convert.ToString((int)Mode, 8).PadLeft(4, '0')}, owner {Uid}, group {Gid}";

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out StatxBuffer buffer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(20)]
        public uint Uid;

        [FieldOffset(24)]
        public uint Gid;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
