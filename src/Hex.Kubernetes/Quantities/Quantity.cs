using System.Globalization;

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
    internal const long NanosPerUnit = 1_000_000_000;

    private readonly Int128 _nanos;

    internal Quantity(Int128 nanos) => _nanos = nanos;

    /// <summary>No amount at all; not the same as an amount that is not set.</summary>
    public static Quantity Zero => default;

    /// <summary>The largest amount Kubernetes represents: 2^63−1 units.</summary>
    public static Quantity Largest => new((Int128)long.MaxValue * NanosPerUnit);

    /// <summary>The amount in nano-units, exactly.</summary>
    public Int128 Nanos => _nanos;

    /// <summary>The amount of this many units.</summary>
    public static Quantity FromUnits(long units) => new((Int128)units * NanosPerUnit);

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
        var (units, rest) = Int128.DivRem(_nanos, NanosPerUnit);
        units += Int128.Sign(rest);
        return units > long.MaxValue ? long.MaxValue : units < -long.MaxValue ? -long.MaxValue : (long)units;
    }

    /// <summary>The nearest double, in units: what a metric in <c>{cpu}</c> carries.</summary>
    public double ToDouble()
    {
        var (units, rest) = Int128.DivRem(_nanos, NanosPerUnit);
        // Below 2^53 nanos one correctly rounded division gives the nearest double (0.1 cores is 0.1).
        return Int128.Abs(_nanos) < 1L << 53 ? (long)_nanos / (double)NanosPerUnit : (double)units + ((long)rest / (double)NanosPerUnit);
    }

    /// <summary>The larger of two amounts.</summary>
    public static Quantity Max(Quantity left, Quantity right) => left._nanos >= right._nanos ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

    /// <inheritdoc/>
    public bool Equals(Quantity other) => _nanos == other._nanos;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _nanos.GetHashCode();

    /// <summary>The amount in units as a plain decimal number, e.g. <c>0.25</c>; exact.</summary>
    public override string ToString()
    {
        var (units, rest) = Int128.DivRem(_nanos, NanosPerUnit);
        var sign = _nanos < 0 ? "-" : "";
        var whole = Int128.Abs(units).ToString(CultureInfo.InvariantCulture);
        var fraction = Int128.Abs(rest).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? sign + whole : $"{sign}{whole}.{fraction}";
    }

    /// <summary>The exact sum.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left._nanos + right._nanos);

    /// <summary>The exact difference.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left._nanos - right._nanos);

    /// <summary>Whether two amounts are the same.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    /// <summary>Whether two amounts differ.</summary>
    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Quantity left, Quantity right) => left._nanos < right._nanos;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Quantity left, Quantity right) => left._nanos > right._nanos;

    /// <summary>Whether the left amount is smaller or the same.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left._nanos <= right._nanos;

    /// <summary>Whether the left amount is larger or the same.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left._nanos >= right._nanos;

    /// <summary>The exact sum; the named form of <c>+</c>.</summary>
    public static Quantity Add(Quantity left, Quantity right) => left + right;

    /// <summary>The exact difference; the named form of <c>-</c>.</summary>
    public static Quantity Subtract(Quantity left, Quantity right) => left - right;
}
