using System.Runtime.InteropServices;

namespace Hex.Collectors.Host;

/// <summary>The entries of a directory, without an allocation. Disposing closes it.</summary>
internal unsafe ref struct DirectoryNames
{
    private nint _directory;

    private DirectoryNames(nint directory) => _directory = directory;

    /// <summary>Opens a directory by a path that ends with a zero.</summary>
    /// <returns>False when it cannot be opened; <paramref name="error"/> says why.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> path, out DirectoryNames names, out int error)
    {
        fixed (byte* pointer = path)
        {
            names = new DirectoryNames(LibC.OpenDirectory(pointer));
            error = names._directory == 0 ? Marshal.GetLastPInvokeError() : 0;
            return error == 0;
        }
    }

    /// <summary>The next name, <c>.</c> and <c>..</c> among them; valid until the next call.</summary>
    public readonly bool TryNext(out ReadOnlySpan<byte> name)
    {
        var entry = LibC.ReadDirectory(_directory);
        name = entry == 0 ? default : MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)entry + LibC.NameOffset);
        return entry != 0;
    }

    public void Dispose()
    {
        if (_directory != 0)
        {
            LibC.CloseDirectory(_directory);
            _directory = 0;
        }
    }
}
