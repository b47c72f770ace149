using System.Runtime.CompilerServices;

namespace Hex.Logs.Parsing;

/// <summary>
/// Reads the time stamps of container runtimes: RFC 3339 with any number of fraction digits (runtimes trim zeros) and any offset.
/// <code>date-time = YYYY-MM-DD "T" hh:mm:ss [ "." 1*DIGIT ] ( "Z" / ("+" / "-") hh:mm )</code>
/// Lines of one second share their first 19 bytes, so the last second is remembered. One instance per reading thread.
/// </summary>
internal sealed class Rfc3339Nano
{
    private const int SecondLength = 19;
    private readonly byte[] _lastSecond = new byte[SecondLength];
    private long _lastNanos = long.MinValue;

    /// <summary>Reads a time stamp at the start of <paramref name="text"/>.</summary>
    /// <param name="text">The text; what follows the time stamp is not looked at.</param>
    /// <param name="unixNano">Nanoseconds since the Unix epoch.</param>
    /// <param name="length">Bytes of the time stamp.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(ReadOnlySpan<byte> text, out long unixNano, out int length)
    {
        unixNano = 0;
        length = 0;
        if (text.Length <= SecondLength)
        {
            return false;
        }

        var second = text[..SecondLength];
        long nanos;
        if (_lastNanos != long.MinValue && second.SequenceEqual(_lastSecond))
        {
            nanos = _lastNanos;
        }
        else if (TryParseSecond(second, out nanos))
        {
            second.CopyTo(_lastSecond);
            _lastNanos = nanos;
        }
        else
        {
            return false;
        }

        var i = SecondLength;
        if (text[i] == '.')
        {
            i++;
            long fraction = 0;
            var digits = 0;
            for (; i < text.Length; i++)
            {
                var digit = (uint)text[i] - '0';
                if (digit > 9)
                {
                    break;
                }

                if (digits < 9)
                {
                    fraction = (fraction * 10) + digit;
                    digits++;
                }
            }

            if (digits == 0)
            {
                return false;
            }

            for (; digits < 9; digits++)
            {
                fraction *= 10;
            }

            nanos += fraction;
        }

        if (i >= text.Length)
        {
            return false;
        }

        if (text[i] is (byte)'Z' or (byte)'z')
        {
            i++;
        }
        else if (TryParseOffset(text[i..], out var offsetSeconds))
        {
            nanos -= offsetSeconds * 1_000_000_000L;
            i += 6;
        }
        else
        {
            return false;
        }

        unixNano = nanos;
        length = i;
        return true;
    }

    private static bool TryParseSecond(ReadOnlySpan<byte> s, out long nanos)
    {
        nanos = 0;
        if (s[4] != '-' || s[7] != '-' || s[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || s[13] != ':' || s[16] != ':')
        {
            return false;
        }

        var year = (Two(s) * 100) + Two(s[2..]);
        var (month, day, hour, minute, second) = (Two(s[5..]), Two(s[8..]), Two(s[11..]), Two(s[14..]), Two(s[17..]));
        if (year is < 1970 or > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60
            || (hour | minute | second) < 0)
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
        nanos = (ticks * 100) + (((hour * 3600L) + (minute * 60L) + second) * 1_000_000_000L);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> s, out int seconds)
    {
        seconds = 0;
        if (s.Length < 6 || s[0] is not ((byte)'+' or (byte)'-') || s[3] != ':')
        {
            return false;
        }

        var (hours, minutes) = (Two(s[1..]), Two(s[4..]));
        if (hours is < 0 or > 23 || minutes is < 0 or > 59)
        {
            return false;
        }

        seconds = ((hours * 3600) + (minutes * 60)) * (s[0] == '-' ? -1 : 1);
        return true;
    }

    // -10000 when either is no digit, so that every range check fails.
    private static int Two(ReadOnlySpan<byte> s)
    {
        uint high = (uint)s[0] - '0', low = (uint)s[1] - '0';
        return high > 9 || low > 9 ? -10000 : (int)((high * 10) + low);
    }
}
