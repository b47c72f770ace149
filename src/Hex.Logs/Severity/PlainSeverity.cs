using Hex.Telemetry;

namespace Hex.Logs.Severity;

/// <summary>
/// Finds the severity of a line that is not JSON: klog (<c>I1121 …</c>), a leading word (<c>ERROR …</c>, <c>[error] …</c>, <c>error: …</c>), also behind
/// a leading date and time, or logfmt (<c>… level=info …</c>).
/// </summary>
internal static class PlainSeverity
{
    // A level further into the line than this is part of the message, not of the logger's prefix.
    private const int SearchLength = 256;

    public static LogSeverity Find(ReadOnlySpan<byte> line)
    {
        if (line.Length > 5 && line[0] is (byte)'I' or (byte)'W' or (byte)'E' or (byte)'F' && line[1..5].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            return SeverityWord.Parse(line[..1]);
        }

        var head = line[..Math.Min(line.Length, SearchLength)];
        var severity = Leading(head);
        return severity != LogSeverity.Unspecified ? severity : Logfmt(head);
    }

    private static LogSeverity Leading(ReadOnlySpan<byte> line)
    {
        var i = SkipDateTime(line);
        if (i < line.Length && line[i] is (byte)'[' or (byte)'<' or (byte)'(')
        {
            i++;
        }

        var end = i;
        while (end < line.Length && (uint)((line[end] | 0x20) - 'a') <= 'z' - 'a')
        {
            end++;
        }

        // One letter is no word here ("I think", "E = mc2"), and "Error in module" at the start of prose is accepted: it is what loggers write.
        if (end - i < 3 || (end < line.Length && line[end] is not ((byte)' ' or (byte)']' or (byte)'>' or (byte)')' or (byte)':' or (byte)'\t' or (byte)'|' or (byte)',')))
        {
            return LogSeverity.Unspecified;
        }

        return SeverityWord.Parse(line[i..end]);
    }

    // Digits and the punctuation of dates and times; a 'T' or 'Z' only between or behind digits.
    private static int SkipDateTime(ReadOnlySpan<byte> line)
    {
        var i = 0;
        var start = 0;
        if (line.Length > 0 && line[0] == '[' && line.Length > 1 && char.IsAsciiDigit((char)line[1]))
        {
            i = start = 1;
        }

        for (; i < line.Length; i++)
        {
            var c = line[i];
            var ok = c is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)':' or (byte)'.' or (byte)',' or (byte)'/' or (byte)'+' or (byte)' ' or (byte)']'
                || (c is (byte)'T' or (byte)'Z' && i > start && char.IsAsciiDigit((char)line[i - 1]));
            if (!ok)
            {
                break;
            }
        }

        return i;
    }

    // One pass over the equals signs: most lines have none or few.
    private static LogSeverity Logfmt(ReadOnlySpan<byte> line)
    {
        for (var at = 0; ;)
        {
            var equals = line[at..].IndexOf((byte)'=');
            if (equals < 0)
            {
                return LogSeverity.Unspecified;
            }

            equals += at;
            if (IsKey(line[..equals]))
            {
                return Value(line[(equals + 1)..]);
            }

            at = equals + 1;
        }
    }

    private static bool IsKey(ReadOnlySpan<byte> before) =>
        EndsWithKey(before, "level"u8) || EndsWithKey(before, "lvl"u8) || EndsWithKey(before, "severity"u8);

    private static bool EndsWithKey(ReadOnlySpan<byte> before, ReadOnlySpan<byte> key) =>
        before.EndsWith(key) && (before.Length == key.Length || before[^(key.Length + 1)] is (byte)' ' or (byte)'.' or (byte)'\t');

    private static LogSeverity Value(ReadOnlySpan<byte> value)
    {
        if (value.Length > 0 && value[0] == '"')
        {
            value = value[1..];
        }

        var end = 0;
        while (end < value.Length && (uint)((value[end] | 0x20) - 'a') <= 'z' - 'a')
        {
            end++;
        }

        return SeverityWord.Parse(value[..end]);
    }
}
