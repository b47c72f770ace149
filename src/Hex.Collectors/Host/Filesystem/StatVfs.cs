using System.Runtime.InteropServices;
using System.Text;

namespace Hex.Collectors.Host;

/// <summary><c>statvfs(3)</c>, once <c>statx(2)</c> has said that the file system is the one asked for.</summary>
internal sealed class StatVfs : IFilesystemStatus
{
    private const int CurrentDirectory = -100;
    private const int DoNotAskTheServer = 0x4000;

    public unsafe int Get(Mount mount, string path, out FilesystemSpace space)
    {
        space = default;
        LibC.VfsStatus status;
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        bytes[Encoding.UTF8.GetBytes(path, bytes)] = 0;
        fixed (byte* pointer = bytes)
        {
            if (!IsThere(mount, pointer))
            {
                return FilesystemError.NotThere;
            }

            if (LibC.StatVfs(pointer, &status) != 0)
            {
                return Marshal.GetLastPInvokeError();
            }
        }

        var unit = Clamp(status.FragmentSize);
        space = new FilesystemSpace(
            Number.Multiply(Clamp(status.Blocks), unit),
            Number.Multiply(Clamp(status.BlocksFree), unit),
            Number.Multiply(Math.Max(0, (long)status.BlocksAvailable), unit), // Negative where root has written into the reserve (NFS from a BSD).
            Clamp(status.Files),
            Clamp(status.FilesFree));
        return 0;
    }

    /// <summary>Whether the device is the mount's. Subvolumes of btrfs and bcachefs have device numbers of their own, which the list of mounts does not know.</summary>
    private static unsafe bool IsThere(Mount mount, byte* path)
    {
        LibC.FileStatus status;
        if (mount.Type is "btrfs" or "bcachefs" || LibC.StatX(CurrentDirectory, path, DoNotAskTheServer, 0, &status) != 0)
        {
            return true; // statvfs will say what is wrong.
        }

        Span<char> number = stackalloc char[32];
        return number.TryWrite($"{status.DeviceMajor}:{status.DeviceMinor}", out var length) && mount.Number.AsSpan().SequenceEqual(number[..length]);
    }

    private static long Clamp(ulong value) => value > long.MaxValue ? long.MaxValue : (long)value;
}
