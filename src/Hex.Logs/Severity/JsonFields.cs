using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hex.Telemetry;

namespace Hex.Logs.Severity;

/// <summary>
/// Walks the top level of a JSON line, as far as needed, for its severity (<c>level</c>, <c>severity</c>, <c>lvl</c>, <c>log.level</c>) and its
/// trace context (<c>trace_id</c>, <c>span_id</c>). It does not validate: a line that is not quite JSON yields what was found before that shows.
/// </summary>
internal static class JsonFields
{
    public static LogSeverity Read(ReadOnlySpan<byte> line, out Id128 traceId, out ulong spanId)
    {
        traceId = default;
        spanId = 0;
        var severity = LogSeverity.Unspecified;
        var wantTrace = line.IndexOf("trace_id\""u8) >= 0;
        var i = 1;
        while (true)
        {
            // key = string
            i = SkipSpace(line, i);
            if (i >= line.Length || line[i] != '"')
            {
                return severity;
            }

            var keyStart = i + 1;
            var keyEnd = EndOfString(line, keyStart);
            if (keyEnd < 0)
            {
                return severity;
            }

            i = SkipSpace(line, keyEnd + 1);
            if (i >= line.Length || line[i] != ':')
            {
                return severity;
            }

            i = SkipSpace(line, i + 1);
            var valueEnd = EndOfValue(line, i);
            if (valueEnd < 0)
            {
                return severity;
            }

            var key = line[keyStart..keyEnd];
            if (key.Length <= 9)
            {
                if (IsSeverity(key) && severity == LogSeverity.Unspecified)
                {
                    severity = line[i] == '"' ? SeverityWord.Parse(line[(i + 1)..(valueEnd - 1)]) : SeverityWord.ParseNumber(line[i..valueEnd]);
                }
                else if (wantTrace && line[i] == '"')
                {
                    ReadTrace(key, line[(i + 1)..(valueEnd - 1)], ref traceId, ref spanId);
                }

                if (severity != LogSeverity.Unspecified && (!wantTrace || (!traceId.IsNone && spanId != 0)))
                {
                    return severity;
                }
            }

            i = SkipSpace(line, valueEnd);
            if (i >= line.Length || line[i] != ',')
            {
                return severity;
            }

            i++;
        }
    }

    private static bool IsSeverity(ReadOnlySpan<byte> key) => key.Length switch
    {
        3 => key.SequenceEqual("lvl"u8),
        5 => key.SequenceEqual("level"u8),
        8 => key.SequenceEqual("severity"u8),
        9 => key.SequenceEqual("log.level"u8),
        _ => false,
    };

    private static void ReadTrace(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ref Id128 traceId, ref ulong spanId)
    {
        if (value.Length == 32 && key.SequenceEqual("trace_id"u8) && TryHex(value[..16], out var high) && TryHex(value[16..], out var low))
        {
            traceId = new Id128(high, low);
        }
        else if (value.Length == 16 && key.SequenceEqual("span_id"u8) && TryHex(value, out var span))
        {
            spanId = span;
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out ulong value) => Utf8Parser.TryParse(digits, out value, out var used, 'x') && used == digits.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipSpace(ReadOnlySpan<byte> line, int i)
    {
        while (i < line.Length && line[i] is (byte)' ' or (byte)'\t')
        {
            i++;
        }

        return i;
    }

    /// <summary>The place of the closing quote of a string whose content starts at <paramref name="i"/>; -1 when it never ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfString(ReadOnlySpan<byte> line, int i)
    {
        // Keys and most values are short: one look at 16 bytes, without a call.
        if (i + Vector128<byte>.Count <= line.Length)
        {
            var text = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(line), (nuint)i);
            var found = (Vector128.Equals(text, Vector128.Create((byte)'"')) | Vector128.Equals(text, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits();
            if (found != 0)
            {
                i += BitOperations.TrailingZeroCount(found);
                return line[i] == '"' ? i : EndOfLongString(line, i);
            }

            i += Vector128<byte>.Count;
        }

        return EndOfLongString(line, i);
    }

    private static int EndOfLongString(ReadOnlySpan<byte> line, int i)
    {
        while (true)
        {
            var at = line[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (at < 0)
            {
                return -1;
            }

            i += at;
            if (line[i] == '"')
            {
                return i;
            }

            i += 2;
            if (i >= line.Length)
            {
                return -1;
            }
        }
    }

    /// <summary>The place behind a value that starts at <paramref name="i"/>; -1 when it never ends.</summary>
    private static int EndOfValue(ReadOnlySpan<byte> line, int i)
    {
        if (i >= line.Length)
        {
            return -1;
        }

        switch (line[i])
        {
            case (byte)'"':
                var quote = EndOfString(line, i + 1);
                return quote < 0 ? -1 : quote + 1;
            case (byte)'{' or (byte)'[':
                return EndOfNested(line, i);
            default:
                var end = line[i..].IndexOfAny((byte)',', (byte)'}', (byte)' ');
                return end < 0 ? -1 : i + end;
        }
    }

    private static int EndOfNested(ReadOnlySpan<byte> line, int i)
    {
        var depth = 0;
        while (i < line.Length)
        {
            switch (line[i])
            {
                case (byte)'"':
                    i = EndOfString(line, i + 1);
                    if (i < 0)
                    {
                        return -1;
                    }

                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    if (--depth == 0)
                    {
                        return i + 1;
                    }

                    break;
            }

            i++;
        }

        return -1;
    }
}
