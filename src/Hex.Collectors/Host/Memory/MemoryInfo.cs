namespace Hex.Collectors.Host;

/// <summary>What is read of <c>/proc/meminfo</c>, in bytes; −1 where the kernel does not say.</summary>
internal struct MemoryInfo
{
    private const long KiB = 1024;

    public long Total;
    public long Free;
    public long Available;
    public long Buffers;
    public long Cached;
    public long ReclaimableSlab;

    /// <summary>
    /// What programs hold: total − available (semantic conventions). Before Linux 3.14 there is no "available"; then total − free − buffers − cached.
    /// −1 when it cannot be said.
    /// </summary>
    public readonly long Used
    {
        get
        {
            if (Total < 0 || (Available < 0 && (Free < 0 || Buffers < 0 || Cached < 0)))
            {
                return -1;
            }

            var unused = Available >= 0 ? Available : Number.Add(Number.Add(Free, Buffers), PageCache);
            return Math.Max(0, Total - unused);
        }
    }

    /// <summary>The page cache with the slabs that can be given back, as <c>free</c> and <c>vmstat</c> count it; −1 when it cannot be said.</summary>
    public readonly long PageCache => Cached < 0 ? -1 : Number.Add(Cached, Math.Max(0, ReclaimableSlab));

    /// <summary>Reads the file: lines of <c>Name: number kB</c>.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MemoryInfo Read(LineReader files, HostFile file)
    {
        var info = new MemoryInfo { Total = -1, Free = -1, Available = -1, Buffers = -1, Cached = -1, ReclaimableSlab = -1 };
        using var lines = files.Open(file);
        while (lines.TryNext(out var line))
        {
            var colon = line.IndexOf((byte)':');
            if (colon < 0 || !new Fields(line[(colon + 1)..]).TryNumber(out var number))
            {
                continue;
            }

            var name = line[..colon];
            var bytes = Number.Multiply(number, KiB);
            if (name.SequenceEqual("MemTotal"u8))
            {
                info.Total = bytes;
            }
            else if (name.SequenceEqual("MemFree"u8))
            {
                info.Free = bytes;
            }
            else if (name.SequenceEqual("MemAvailable"u8))
            {
                info.Available = bytes;
            }
            else if (name.SequenceEqual("Buffers"u8))
            {
                info.Buffers = bytes;
            }
            else if (name.SequenceEqual("Cached"u8))
            {
                info.Cached = bytes;
            }
            else if (name.SequenceEqual("SReclaimable"u8))
            {
                info.ReclaimableSlab = bytes;
                break; // The last of them.
            }
        }

        return info;
    }
}
