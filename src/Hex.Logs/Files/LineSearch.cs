using Hex.Logs.Parsing;

namespace Hex.Logs.Files;

/// <summary>Finds where in a file to begin.</summary>
internal static class LineSearch
{
    private const int Chunk = 64 * 1024;

    /// <summary>The offset behind the last newline; 0 when there is none.</summary>
    public static long LastLineEnd(PlainContent content)
    {
        var buffer = new byte[Chunk];
        for (var end = content.StoredSize(); end > 0;)
        {
            var start = Math.Max(0, end - Chunk);
            var count = content.Read(buffer.AsSpan(0, (int)(end - start)), start);
            var newline = buffer.AsSpan(0, count).LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                return start + newline + 1;
            }

            end = start;
        }

        return 0;
    }

    /// <summary>The offset of the first line with a time stamp at or after <paramref name="unixNano"/>: a binary search in a plain file (lines are nearly in order), else a walk.</summary>
    public static long FirstLineAt(LogContent content, long unixNano, Rfc3339Nano times)
    {
        long low = 0;
        if (content is PlainContent plain)
        {
            var high = plain.StoredSize();
            while (high - low > Chunk)
            {
                var middle = low + ((high - low) / 2);
                if (LineFrom(content, middle, times) is not { } line)
                {
                    // Nothing but the rest of one line, or no time stamps: what is there is looked at line by line.
                    high = middle;
                }
                else if (line.Time < unixNano)
                {
                    low = line.Offset;
                }
                else
                {
                    high = middle;
                }
            }
        }

        return Walk(content, low, unixNano, times);
    }

    private static (long Offset, long Time)? LineFrom(LogContent content, long offset, Rfc3339Nano times)
    {
        var buffer = new byte[Chunk];
        var count = content.Read(buffer, offset);
        for (var at = 0; at < count;)
        {
            var newline = buffer.AsSpan(at, count - at).IndexOf((byte)'\n');
            if (newline < 0)
            {
                return null;
            }

            at += newline + 1;
            if (TryTime(buffer.AsSpan(at, count - at), times, out var time))
            {
                return (offset + at, time);
            }
        }

        return null;
    }

    private static long Walk(LogContent content, long offset, long unixNano, Rfc3339Nano times)
    {
        var buffer = new byte[Chunk];
        while (true)
        {
            var count = content.Read(buffer, offset);
            var at = 0;
            while (at < count)
            {
                if (TryTime(buffer.AsSpan(at, count - at), times, out var time) && time >= unixNano)
                {
                    return offset + at;
                }

                var newline = buffer.AsSpan(at, count - at).IndexOf((byte)'\n');
                if (newline < 0)
                {
                    break;
                }

                at += newline + 1;
            }

            if (count < buffer.Length)
            {
                return offset + at;
            }

            // A line longer than the chunk is passed over in steps.
            offset += at == 0 ? count : at;
        }
    }

    // The time of the line that starts here: a CRI time stamp, or the "time" member of a Docker line.
    private static bool TryTime(ReadOnlySpan<byte> text, Rfc3339Nano times, out long time)
    {
        if (times.TryParse(text, out time, out _))
        {
            return true;
        }

        var newline = text.IndexOf((byte)'\n');
        var line = newline < 0 ? text : text[..newline];
        var member = line.LastIndexOf("\"time\":\""u8);
        return member >= 0 && times.TryParse(line[(member + 8)..], out time, out _);
    }
}
