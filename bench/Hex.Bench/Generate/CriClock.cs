using System.Globalization;
using System.Text;

namespace Hex.Bench.Generate;

/// <summary>Writes CRI time stamps: RFC 3339 in UTC with nanoseconds whose trailing zeros are cut, as Go formats them.</summary>
public sealed class CriClock
{
    private const long NanosPerSecond = 1_000_000_000;

    private readonly byte[] _seconds = new byte[20];
    private long _second = -1;

    /// <summary>Writes the time stamp of a moment, nanoseconds since the Unix epoch.</summary>
    public void Write(ref Utf8Cursor to, long unixNano)
    {
        var (second, nanos) = Math.DivRem(unixNano, NanosPerSecond);
        if (second != _second)
        {
            _second = second;
            var text = DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss'.'", CultureInfo.InvariantCulture);
            Encoding.ASCII.GetBytes(text, _seconds);
        }

        if (nanos == 0)
        {
            to.Text(_seconds.AsSpan(0, 19));
        }
        else
        {
            var digits = 9;
            while (nanos % 10 == 0)
            {
                nanos /= 10;
                digits--;
            }

            to.Text(_seconds);
            to.Number(nanos, digits);
        }

        to.Text("Z"u8);
    }
}
