namespace Hex.Kubernetes;

/// <summary>
/// Grammar: <c>YYYY-MM-DDThh:mm:ss[.digits](Z|±hh:mm)</c> (RFC 3339, section 5.6), without a string and without culture.
/// </summary>
internal static class TimestampParser
{
    private const int SecondsLength = 19;
    private const int MinYear = 1678;
    private const int MaxYear = 2262;

    public static bool TryParse(ReadOnlySpan<byte> text, out Timestamp timestamp)
    {
        timestamp = default;
        if (text.Length <= SecondsLength || !HasShape(text)
            || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)
            || !TryNumber(text[11..13], out var hour) || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second)
            || year is < MinYear or >= MaxYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var position = SecondsLength;
        if (!TryFraction(text, ref position, out var nanos) || !TryOffset(text[position..], out var offsetSeconds))
        {
            return false;
        }

        var seconds = ((new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond)
            + second - offsetSeconds;
        timestamp = new Timestamp((seconds * 1_000_000_000) + nanos);
        return true;
    }

    private static bool HasShape(ReadOnlySpan<byte> text) =>
        text[4] == (byte)'-' && text[7] == (byte)'-' && text[10] is (byte)'T' or (byte)'t' && text[13] == (byte)':' && text[16] == (byte)':';

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }

    // Digits past the ninth are below a nanosecond and are dropped.
    private static bool TryFraction(ReadOnlySpan<byte> text, ref int position, out long nanos)
    {
        nanos = 0;
        if (position >= text.Length || text[position] != (byte)'.')
        {
            return true;
        }

        var start = ++position;
        var scale = 100_000_000L;
        while (position < text.Length && text[position] is >= (byte)'0' and <= (byte)'9')
        {
            nanos += (text[position] - '0') * scale;
            scale /= 10;
            position++;
        }

        return position > start;
    }

    private static bool TryOffset(ReadOnlySpan<byte> zone, out int seconds)
    {
        seconds = 0;
        if (zone.Length == 1 && zone[0] is (byte)'Z' or (byte)'z')
        {
            return true;
        }

        if (zone.Length != 6 || zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != (byte)':'
            || !TryNumber(zone[1..3], out var hours) || !TryNumber(zone[4..6], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 60) + minutes) * (zone[0] == (byte)'-' ? -60 : 60);
        return true;
    }
}
