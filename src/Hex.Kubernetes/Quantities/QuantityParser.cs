using System.Numerics;

namespace Hex.Kubernetes;

/// <summary>
/// Grammar (Kubernetes API, <c>resource.Quantity</c>):
/// <code>
/// quantity ::= sign? number suffix
/// number   ::= digits | digits "." digits? | "." digits
/// suffix   ::= "" | n | u | m | k | M | G | T | P | E | Ki | Mi | Gi | Ti | Pi | Ei | (e|E) sign? digits
/// </code>
/// <c>5E</c> is 5·10^18 and <c>5E3</c> is 5000: the exponent needs digits. <c>K</c> alone is nothing.
/// </summary>
internal static class QuantityParser
{
    private const int MaxLength = 64;
    private const int NanoExponent = 9;
    private const int MaxBits = 127;

    // Beyond these every non-zero number of 64 digits is past the cap, or below one nano.
    private const int HugeExponent = 100;
    private const int TinyExponent = -200;

    public static bool TryParse(ReadOnlySpan<byte> text, out Quantity quantity)
    {
        quantity = default;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        var position = text[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        var negative = text[0] == (byte)'-';
        var whole = Digits(text, ref position);
        var fraction = ReadOnlySpan<byte>.Empty;
        if (position < text.Length && text[position] == (byte)'.')
        {
            position++;
            fraction = Digits(text, ref position);
        }

        if (whole.Length + fraction.Length == 0 || !TrySuffix(text[position..], out var exponent, out var shift))
        {
            return false;
        }

        // Fewer than 38 decimal digits in the result fit in 127 bits; 2^shift has at most shift/3 + 1 of them.
        var isSmall = fraction.Length == 0 && exponent >= -NanoExponent && whole.Length <= 18
            && whole.Length + exponent + NanoExponent + (shift / 3) + 1 < 38;
        var magnitude = isSmall
            ? Small(whole, exponent, shift)
            : Exact(whole, fraction, exponent, shift);
        quantity = negative ? Quantity.Zero - magnitude : magnitude;
        return true;
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text, scoped ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] is >= (byte)'0' and <= (byte)'9')
        {
            position++;
        }

        return text[start..position];
    }

    // The value is number · 10^exponent · 2^shift.
    private static bool TrySuffix(ReadOnlySpan<byte> suffix, out int exponent, out int shift)
    {
        (exponent, shift) = (0, 0);
        if (suffix.Length == 0)
        {
            return true;
        }

        if (suffix.Length == 1)
        {
            exponent = suffix[0] switch
            {
                (byte)'n' => -9,
                (byte)'u' => -6,
                (byte)'m' => -3,
                (byte)'k' => 3,
                (byte)'M' => 6,
                (byte)'G' => 9,
                (byte)'T' => 12,
                (byte)'P' => 15,
                (byte)'E' => 18,
                _ => 0,
            };
            return exponent != 0;
        }

        if (suffix.Length == 2 && suffix[1] == (byte)'i')
        {
            shift = suffix[0] switch
            {
                (byte)'K' => 10,
                (byte)'M' => 20,
                (byte)'G' => 30,
                (byte)'T' => 40,
                (byte)'P' => 50,
                (byte)'E' => 60,
                _ => 0,
            };
            return shift != 0;
        }

        return suffix[0] is (byte)'e' or (byte)'E' && TryExponent(suffix[1..], out exponent);
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var negative = text[0] == (byte)'-';
        var digits = text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        if (digits.Length == 0)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            exponent = Math.Min((exponent * 10) + digit - '0', 1000);
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static Quantity Small(ReadOnlySpan<byte> whole, int exponent, int shift)
    {
        ulong number = 0;
        foreach (var digit in whole)
        {
            number = (number * 10) + digit - '0';
        }

        // Shifted in two steps: a shift by 64 would be none.
        var (high, low) = (number >> 1 >> (63 - shift), number << shift);
        for (var power = exponent + NanoExponent; power > 0; power--)
        {
            high = (high * 10) + Math.BigMul(low, 10, out low);
        }

        return Capped(new Quantity((long)high, low));
    }

    private static Quantity Capped(Quantity quantity) => quantity < Quantity.Largest ? quantity : Quantity.Largest;

    private static Quantity Exact(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, int shift)
    {
        var number = BigInteger.Zero;
        foreach (var digit in whole)
        {
            number = (number * 10) + (digit - '0');
        }

        foreach (var digit in fraction)
        {
            number = (number * 10) + (digit - '0');
        }

        if (number.IsZero)
        {
            return default;
        }

        var power = Math.Clamp(exponent, TinyExponent, HugeExponent) + NanoExponent - fraction.Length;
        number <<= shift;
        if (power >= 0)
        {
            number *= BigInteger.Pow(10, power);
        }
        else
        {
            number = BigInteger.DivRem(number, BigInteger.Pow(10, -power), out var rest);
            number += rest.IsZero ? 0 : 1;
        }

        return number.GetBitLength() > MaxBits ? Quantity.Largest : Capped(new Quantity((long)(number >> 64), (ulong)(number & ulong.MaxValue)));
    }
}
