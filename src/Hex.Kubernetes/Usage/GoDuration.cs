using System.Buffers;
using System.Buffers.Text;

namespace Hex.Kubernetes;

/// <summary>
/// Go's <c>time.Duration</c> text, the form of <c>window</c> in the Metrics API: <c>(decimal unit)+</c> with the units
/// h, m, s, ms, us, µs, ns; e.g. <c>20.118s</c>, <c>1m30s</c>.
/// </summary>
internal static class GoDuration
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789."u8);

    public static bool TryParse(ReadOnlySpan<byte> text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is 0 or > 32)
        {
            return false;
        }

        var ticks = 0m;
        while (text.Length > 0)
        {
            var digits = text.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !Utf8Parser.TryParse(text[..digits], out decimal number, out var consumed) || consumed != digits)
            {
                return false;
            }

            text = text[digits..];
            if (!TryUnit(ref text, out var ticksPerUnit))
            {
                return false;
            }

            if (number > long.MaxValue / (decimal)TimeSpan.TicksPerHour)
            {
                return false;
            }

            ticks += number * ticksPerUnit;
        }

        duration = TimeSpan.FromTicks((long)Math.Min(ticks, long.MaxValue));
        return true;
    }

    private static bool TryUnit(ref ReadOnlySpan<byte> text, out decimal ticks)
    {
        (ticks, var length) = text switch
        {
            [(byte)'h', ..] => (TimeSpan.TicksPerHour, 1),
            [(byte)'m', (byte)'s', ..] => (TimeSpan.TicksPerMillisecond, 2),
            [(byte)'m', ..] => (TimeSpan.TicksPerMinute, 1),
            [(byte)'s', ..] => (TimeSpan.TicksPerSecond, 1),
            [(byte)'u', (byte)'s', ..] => (TimeSpan.TicksPerMicrosecond, 2),
            [0xC2, 0xB5, (byte)'s', ..] => (TimeSpan.TicksPerMicrosecond, 3),
            [(byte)'n', (byte)'s', ..] => (0.01m, 2),
            _ => (0m, 0),
        };
        text = text[length..];
        return length > 0;
    }
}
