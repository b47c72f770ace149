using System.Diagnostics;
using System.Globalization;

namespace Hex.Bench.Generate;

/// <summary>Writes text into a span from left to right.</summary>
public ref struct Utf8Cursor(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>Copies bytes.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_destination[Length..]);
        Length += text.Length;
    }

    /// <summary>Writes a number, with leading zeros up to <paramref name="digits"/>.</summary>
    public void Number(long value, int digits)
    {
        var place = _destination.Slice(Length, digits);
        for (var i = digits - 1; i >= 0; i--)
        {
            value = Math.DivRem(value, 10, out var digit);
            place[i] = (byte)('0' + digit);
        }

        Length += digits;
    }

    /// <summary>Writes a number as it is.</summary>
    public void Number(long value)
    {
        var fits = value.TryFormat(_destination[Length..], out var written, default, CultureInfo.InvariantCulture);
        Debug.Assert(fits, "the buffer holds a whole record");
        Length += written;
    }
}
