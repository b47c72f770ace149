namespace Hex.Collectors.Host;

/// <summary>The mounts, parsed again only when the kernel's list has changed.</summary>
internal sealed class MountTable(HostFile file, MountSelection selection)
{
    /// <summary>4 MiB: some 30,000 mounts. More are not looked at.</summary>
    private const int LongestList = 4 * 1024 * 1024;

    private byte[] _read = new byte[4096];
    private byte[] _kept = [];
    private int _keptLength = -1;
    private List<Mount> _mounts = [];

    /// <summary>The file systems to ask.</summary>
    /// <param name="changed">True when they are not those of the last call.</param>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public List<Mount> Read(out bool changed)
    {
        var length = ReadFile();
        changed = _keptLength < 0 || !_read.AsSpan(0, length).SequenceEqual(_kept.AsSpan(0, _keptLength));
        if (changed)
        {
            (_read, _kept) = (_kept, _read);
            _keptLength = length;
            _mounts = selection.Select(Parse(_kept.AsSpan(0, length)));
        }

        return _mounts;
    }

    private static List<Mount> Parse(ReadOnlySpan<byte> text)
    {
        List<Mount> mounts = [];
        foreach (var line in text.Split((byte)'\n'))
        {
            if (MountLine.Parse(text[line]) is { } mount)
            {
                mounts.Add(mount);
            }
        }

        return mounts;
    }

    private int ReadFile()
    {
        var descriptor = file.Open(out var error);
        if (descriptor < 0)
        {
            throw file.Unreadable(error);
        }

        try
        {
            var length = 0;
            while (length < LongestList)
            {
                if (length >= _read.Length)
                {
                    Array.Resize(ref _read, Math.Max(4096, _read.Length * 2));
                }

                var count = HostFile.Read(descriptor, _read.AsSpan(length), out error);
                if (count <= 0)
                {
                    return count == 0 ? length : throw file.Unreadable(error);
                }

                length += count;
            }

            return length;
        }
        finally
        {
            LibC.Close(descriptor);
        }
    }
}
