using System.Buffers.Text;
using System.Text;

namespace Hex.Collectors.Host;

/// <summary>Reads <c>/proc/[pid]/stat</c> of every process without an allocation.</summary>
internal sealed class ProcessTable(HostPaths paths)
{
    /// <summary>A line is 350 bytes at most in practice; what follows the fields of interest is not missed.</summary>
    private const int StatBytes = 1024;

    private readonly byte[] _directory = Encoding.UTF8.GetBytes(paths.Proc("") + '\0');
    private readonly byte[] _text = new byte[StatBytes];

    public delegate void Visit(int pid, ProcessStatus status);

    /// <summary>Shows every process. One that ends meanwhile is passed over.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public void Read(Visit visit)
    {
        if (!DirectoryNames.TryOpen(_directory, out var names, out var error))
        {
            throw new HostFile(paths.Proc("")).Unreadable(error);
        }

        using (names)
        {
            while (names.TryNext(out var name))
            {
                if (name.Length <= 10 && Number.TryParse(name, out long pid) && pid is > 0 and <= int.MaxValue && TryRead((int)pid, out var status))
                {
                    visit((int)pid, status);
                }
            }
        }
    }

    /// <summary>How many descriptors a process has open; false when this process may not know (another user's) or it has ended.</summary>
    public bool TryCountDescriptors(int pid, out long count)
    {
        count = 0;
        Span<byte> path = stackalloc byte[_directory.Length + 32];
        if (!DirectoryNames.TryOpen(PathOf(pid, "/fd"u8, path), out var names, out _))
        {
            return false;
        }

        using (names)
        {
            while (names.TryNext(out var name))
            {
                count += name[0] == (byte)'.' ? 0 : 1;
            }
        }

        return true;
    }

    private bool TryRead(int pid, out ProcessStatus status)
    {
        status = default;
        Span<byte> path = stackalloc byte[_directory.Length + 32];
        var descriptor = HostFile.Open(PathOf(pid, "/stat"u8, path), out _);
        if (descriptor < 0)
        {
            return false;
        }

        var count = HostFile.Read(descriptor, _text, out _);
        LibC.Close(descriptor);
        return count > 0 && ProcessStatus.TryParse(_text.AsSpan(0, count), out status);
    }

    private ReadOnlySpan<byte> PathOf(int pid, ReadOnlySpan<byte> file, Span<byte> path)
    {
        _directory.CopyTo(path);
        var length = _directory.Length - 1;
        Utf8Formatter.TryFormat(pid, path[length..], out var digits);
        length += digits;
        file.CopyTo(path[length..]);
        path[length + file.Length] = 0;
        return path;
    }
}
