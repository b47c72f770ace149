namespace Hex.Bench.Count;

/// <summary>Gives a callback every line of a stream, without its newline.</summary>
public static class LineReader
{
    /// <summary>What is called with each line; <paramref name="terminated"/> is false for a last line without newline.</summary>
    public delegate void OnLine(ReadOnlySpan<byte> line, bool terminated);

    /// <summary>Reads a stream to its end. A line of any length is held in memory whole.</summary>
    public static void Read(Stream stream, OnLine onLine)
    {
        var buffer = new byte[1 << 20];
        var filled = 0;
        while (true)
        {
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
                break;
            var searchFrom = filled;
            filled += read;
            var start = 0;
            while (buffer.AsSpan(searchFrom, filled - searchFrom).IndexOf((byte)'\n') is >= 0 and var found)
            {
                var end = searchFrom + found;
                onLine(buffer.AsSpan(start, end - start), terminated: true);
                start = searchFrom = end + 1;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }

        if (filled > 0)
            onLine(buffer.AsSpan(0, filled), terminated: false);
    }
}
