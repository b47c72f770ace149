using System.Globalization;

namespace Hex.Dedup;

/// <summary>
/// A resourceVersion as a decimal number of any length. The API calls it opaque; every known server counts in decimals, and where one does not,
/// <see cref="TryParse"/> says so.
/// </summary>
public readonly struct Revision : IEquatable<Revision>, IComparable<Revision>
{
    // 19 digits always fit into a ulong.
    private const int MaxShort = 19;

    // Nothing counts so far; what claims to is no number to keep.
    private const int MaxLength = 256;

    private readonly ulong _short;
    private readonly string? _long;

    private Revision(ulong value, string? digits) => (_short, _long) = (value, digits);

    /// <summary>Reads a number.</summary>
    /// <param name="text">Decimal digits; leading zeros do not matter.</param>
    /// <param name="revision">The number; zero when the text is none.</param>
    public static bool TryParse(string? text, out Revision revision)
    {
        revision = default;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var digits = text.AsSpan().TrimStart('0');
        revision = digits.Length <= MaxShort
            ? new Revision(digits.IsEmpty ? 0 : ulong.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), null)
            : new Revision(0, digits.Length == text.Length ? text : digits.ToString());
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Revision other) => (_long, other._long) switch
    {
        (null, null) => _short.CompareTo(other._short),
        (null, _) => -1,
        (_, null) => 1,
        _ when _long.Length != other._long.Length => _long.Length.CompareTo(other._long.Length),
        _ => string.CompareOrdinal(_long, other._long),
    };

    /// <inheritdoc/>
    public bool Equals(Revision other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Revision other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _long is null ? _short.GetHashCode() : _long.GetHashCode(StringComparison.Ordinal);

    /// <summary>The digits, without leading zeros.</summary>
    public override string ToString() => _long ?? _short.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Revision left, Revision right) => left.Equals(right);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(Revision left, Revision right) => !left.Equals(right);

    /// <summary>Whether the left one is older.</summary>
    public static bool operator <(Revision left, Revision right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one is newer.</summary>
    public static bool operator >(Revision left, Revision right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one is not newer.</summary>
    public static bool operator <=(Revision left, Revision right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one is not older.</summary>
    public static bool operator >=(Revision left, Revision right) => left.CompareTo(right) >= 0;
}
