using System.Buffers.Binary;
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

    // The last second as three overlapping words; before any was read, the epoch's.
    private ulong _first = Word("1970-01-01T00:00:00"u8, 0), _middle = Word("1970-01-01T00:00:00"u8, 8), _last = Word("1970-01-01T00:00:00"u8, SecondLength - 8);
    private long _lastNanos;

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

        var (first, middle, last) = (Word(text, 0), Word(text, 8), Word(text, SecondLength - 8));
        if (first != _first || middle != _middle || last != _last)
        {
            if (!TryParseSecond(text[..SecondLength], out var second))
            {
                return false;
            }

            (_first, _middle, _last, _lastNanos) = (first, middle, last, second);
        }

        var nanos = _lastNanos;
        var i = SecondLength;
        if (text[i] == '.')
        {
            // Nine digits are what runtimes write nine times out of ten.
            const int Nine = SecondLength + 1 + 9;
            uint ninth;
            if (text.Length > Nine && TryEightDigits(Word(text, SecondLength + 1), out var eight) && (ninth = (uint)text[Nine - 1] - '0') <= 9 && (uint)text[Nine] - '0' > 9)
            {
                i = Nine;
                nanos += (eight * 10L) + ninth;
            }
            else if (TryParseFraction(text, ref i, out var fraction))
            {
                nanos += fraction;
            }
            else
            {
                return false;
            }
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

    private static ulong Word(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt64LittleEndian(text[at..]);

    /// <summary>Eight digits at once: neighbours are joined to pairs, pairs to fours, fours to eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEightDigits(ulong text, out uint value)
    {
        const ulong Zeros = 0x3030303030303030, HighHalves = 0xF0F0F0F0F0F0F0F0;
        var digits = text ^ Zeros;
        value = 0;
        if (((digits | (digits + 0x0606060606060606)) & HighHalves) != 0)
        {
            return false;
        }

        digits = (digits * ((10 << 8) + 1)) >> 8;
        digits = ((digits & 0x00FF00FF00FF00FF) * ((100 << 16) + 1)) >> 16;
        value = (uint)(((digits & 0x0000FFFF0000FFFF) * ((10000UL << 32) + 1)) >> 32);
        return true;
    }

    /// <summary>Digits of any number behind the point; those after the ninth do not count.</summary>
    private static bool TryParseFraction(ReadOnlySpan<byte> text, ref int i, out long fraction)
    {
        fraction = 0;
        var digits = 0;
        for (i++; i < text.Length; i++)
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
