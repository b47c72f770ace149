using System.Buffers.Text;

namespace Hex.Collectors.Host;

/// <summary>Counts as the kernel writes them. What is too large to hold stays at the largest value instead of wrapping.</summary>
internal static class Number
{
    /// <summary>Decimal digits and nothing else; the kernel's unsigned 64 bits above 2⁶³−1 become 2⁶³−1.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        value = Utf8Parser.TryParse(text, out ulong number, out _) && number <= long.MaxValue ? (long)number : long.MaxValue;
        return true;
    }

    /// <summary>A decimal fraction such as <c>3.14</c>, finite and not negative.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && double.IsFinite(value) && value >= 0;

    /// <summary>A product, at most 2⁶³−1. Neither factor is negative.</summary>
    public static long Multiply(long left, long right) => Math.BigMul(left, right, out var low) == 0 && low >= 0 ? low : long.MaxValue;

    /// <summary>A sum, at most 2⁶³−1. Neither summand is negative.</summary>
    public static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
