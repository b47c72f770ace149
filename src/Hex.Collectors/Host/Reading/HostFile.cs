using System.Runtime.InteropServices;
using System.Text;

namespace Hex.Collectors.Host;

/// <summary>A file of <c>/proc</c> or <c>/sys</c> by its path, ready for the kernel: UTF-8 with a zero at the end.</summary>
internal sealed class HostFile(string path)
{
    private readonly byte[] _path = Encoding.UTF8.GetBytes(path + '\0');

    public string Path { get; } = path;

    /// <summary>Opens it for reading.</summary>
    /// <returns>The descriptor, or −1.</returns>
    public int Open(out int error) => Open(_path, out error);

    /// <summary>Opens a path that ends with a zero.</summary>
    public static unsafe int Open(ReadOnlySpan<byte> path, out int error)
    {
        fixed (byte* pointer = path)
        {
            int descriptor;
            do
            {
                descriptor = LibC.Open(pointer, LibC.ReadOnly, 0);
                error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == LibC.Interrupted);
            return descriptor;
        }
    }

    /// <summary>Reads what comes next.</summary>
    /// <returns>How many bytes; 0 at the end; −1 on an error.</returns>
    public static unsafe int Read(int descriptor, Span<byte> buffer, out int error)
    {
        fixed (byte* pointer = buffer)
        {
            nint count;
            do
            {
                count = LibC.Read(descriptor, pointer, buffer.Length);
                error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == LibC.Interrupted);
            return (int)count;
        }
    }

    /// <summary>What to throw when it cannot be read.</summary>
    public IOException Unreadable(int error) => new($"cannot read {Path}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
}
