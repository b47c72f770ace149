using System.Globalization;
using System.Numerics;

namespace Hex.Kubernetes;

/// <summary>
/// An exact amount of a resource, in units (cores, bytes, pods), with nano resolution.
/// </summary>
/// <remarks>
/// Kubernetes API, <c>resource.Quantity</c>: a signed decimal number with a decimal (<c>n u m k M G T P E</c>), binary
/// (<c>Ki … Ei</c>) or exponent (<c>e3</c>, <c>E3</c>) suffix. What is finer than a nano-unit is rounded away from zero, what is
/// larger than 2^63−1 units is capped there. Sums of up to 10^10 capped amounts cannot overflow. No step uses binary floating point.
/// </remarks>
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    private const uint NanosPerUnit = 1_000_000_000;

    // Two's complement, as Int128 has it. Code that touches an Int128 is never compiled ahead of time, and nearly all code of this library touches a quantity.
    private readonly long _high;
    private readonly ulong _low;

    internal Quantity(long high, ulong low) => (_high, _low) = (high, low);

    /// <summary>No amount at all; not the same as an amount that is not set.</summary>
    public static Quantity Zero => default;

    /// <summary>The largest amount Kubernetes represents: 2^63−1 units.</summary>
    public static Quantity Largest => FromUnits(long.MaxValue);

    /// <summary>The amount in nano-units, exactly.</summary>
    public Int128 Nanos => new((ulong)_high, _low);

    private Quantity Magnitude => _high < 0 ? default(Quantity) - this : this;

    /// <summary>The amount of this many units.</summary>
    public static Quantity FromUnits(long units)
    {
        var high = Math.BigMul(units, NanosPerUnit, out var low);
        return new(high, (ulong)low);
    }

    /// <summary>Reads a quantity as the API writes it, e.g. <c>250m</c>, <c>1.5Gi</c>, <c>5e3</c>.</summary>
    /// <param name="utf8">The text without quotes. More than 64 bytes is no quantity.</param>
    /// <param name="quantity">The amount; zero when the text is no quantity.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Quantity quantity) => QuantityParser.TryParse(utf8, out quantity);

    /// <summary>Reads a quantity, e.g. <c>250m</c>.</summary>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var quantity)
            ? quantity
            : throw new FormatException($"'{text}' is no Kubernetes quantity; expected a number with a suffix such as 250m, 2Gi or 5e3.");
    }

    /// <summary>Whole units, rounded away from zero, as the API server's own <c>Value()</c>; at most 2^63−1 in magnitude.</summary>
    public long ToInt64()
    {
        var (high, low, rest) = Magnitude.DivideByUnit();
        var units = high > 0 || low >= long.MaxValue ? long.MaxValue : (long)low + (rest > 0 ? 1 : 0);
        return _high < 0 ? -units : units;
    }

    /// <summary>The nearest double, in units: what a metric in <c>{cpu}</c> carries.</summary>
    public double ToDouble()
    {
        var (high, low, rest) = Magnitude.DivideByUnit();

        // Below 2^53 nanos one correctly rounded division gives the nearest double (0.1 cores is 0.1).
        var units = Magnitude is { _high: 0, _low: < 1UL << 53 } small
            ? small._low / (double)NanosPerUnit
            : ToDouble(high, low) + (rest / (double)NanosPerUnit);
        return _high < 0 ? -units : units;
    }

    /// <summary>Which part of another amount this is; rounded as a division of two doubles is, with no rounding to units before it.</summary>
    /// <param name="whole">The other amount; a part of nothing is infinite or not a number.</param>
    public double PartOf(Quantity whole)
    {
        var (part, of) = (Magnitude, whole.Magnitude);
        var ratio = ToDouble((ulong)part._high, part._low) / ToDouble((ulong)of._high, of._low);
        return (_high ^ whole._high) < 0 ? -ratio : ratio;
    }

    /// <summary>The larger of two amounts.</summary>
    public static Quantity Max(Quantity left, Quantity right) => left >= right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);

    /// <inheritdoc/>
    public bool Equals(Quantity other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>The amount in units as a plain decimal number, e.g. <c>0.25</c>; exact.</summary>
    public override string ToString()
    {
        var (high, low, rest) = Magnitude.DivideByUnit();
        var sign = _high < 0 ? "-" : "";
        var whole = high == 0 ? low.ToString(CultureInfo.InvariantCulture) : new UInt128(high, low).ToString(CultureInfo.InvariantCulture);
        var fraction = rest.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? sign + whole : $"{sign}{whole}.{fraction}";
    }

    /// <summary>The exact sum.</summary>
    public static Quantity operator +(Quantity left, Quantity right)
    {
        var low = left._low + right._low;
        return new(left._high + right._high + (low < left._low ? 1 : 0), low);
    }

    /// <summary>The exact difference.</summary>
    public static Quantity operator -(Quantity left, Quantity right) =>
        new(left._high - right._high - (left._low < right._low ? 1 : 0), left._low - right._low);

    /// <summary>Whether two amounts are the same.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    /// <summary>Whether two amounts differ.</summary>
    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left amount is smaller or the same.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left amount is larger or the same.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    /// <summary>The exact sum; the named form of <c>+</c>.</summary>
    public static Quantity Add(Quantity left, Quantity right) => left + right;

    /// <summary>The exact difference; the named form of <c>-</c>.</summary>
    public static Quantity Subtract(Quantity left, Quantity right) => left - right;

    // Limb by limb, as on paper: what is left of one is less than 2^30 and stands before the 32 bits of the next.
    private (ulong High, ulong Low, uint Nanos) DivideByUnit()
    {
        var (high, rest) = Math.DivRem((ulong)_high, NanosPerUnit);
        (var upper, rest) = Math.DivRem((rest << 32) | (_low >> 32), NanosPerUnit);
        (var lower, rest) = Math.DivRem((rest << 32) | (uint)_low, NanosPerUnit);
        return (high, (upper << 32) | lower, (uint)rest);
    }

    // The first 64 bits, the last of which also tells that others follow, so that rounding to 53 is done once.
    private static double ToDouble(ulong high, ulong low)
    {
        if (high == 0)
        {
            return low;
        }

        var length = 64 - BitOperations.LeadingZeroCount(high);
        var first = (high << (64 - length)) | (low >> length) | (low << (64 - length) == 0 ? 0UL : 1UL);
        return Math.ScaleB(first, length);
    }
}
