using System.Runtime.InteropServices;
using System.Text;

namespace Hex.Collectors.Host;

/// <summary>What a file system says of itself. Bytes, and inodes.</summary>
internal readonly record struct FilesystemSpace(long Total, long Free, long Available, long Inodes, long InodesFree);

/// <summary>Asks a file system. May block for as long as the file system likes; the seam for tests.</summary>
internal interface IFilesystemStatus
{
    /// <summary>Asks.</summary>
    /// <returns>0, or the error number.</returns>
    int Get(string path, out FilesystemSpace space);
}

/// <summary><c>statvfs(3)</c>.</summary>
internal sealed class StatVfs : IFilesystemStatus
{
    public unsafe int Get(string path, out FilesystemSpace space)
    {
        space = default;
        LibC.VfsStatus status;
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        bytes[Encoding.UTF8.GetBytes(path, bytes)] = 0;
        fixed (byte* pointer = bytes)
        {
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

    private static long Clamp(ulong value) => value > long.MaxValue ? long.MaxValue : (long)value;
}
