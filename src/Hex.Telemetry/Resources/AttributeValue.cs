namespace Hex.Telemetry;

/// <summary>What an <see cref="AttributeValue"/> holds.</summary>
public enum AttributeKind : byte
{
    /// <summary>No value: the attribute is present and empty (OTLP <c>AnyValue</c> without a value).</summary>
    None,

    /// <summary>A string.</summary>
    String,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>A 64-bit floating point number.</summary>
    Double,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A list of strings.</summary>
    StringArray,
}

/// <summary>
/// The value of an attribute: one of the OTLP <c>AnyValue</c> cases Hex uses, without boxing.
/// Strings, integers, doubles, booleans and string arrays convert implicitly.
/// </summary>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    // Two words, for there are hundreds of thousands in a cluster: the reference also says what the bits are.
    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>Which case this is.</summary>
    public AttributeKind Kind => _reference switch
    {
        null => AttributeKind.None,
        string => AttributeKind.String,
        Number number => number.Kind,
        _ => AttributeKind.StringArray,
    };

    /// <summary>The string, or null when <see cref="Kind"/> is another.</summary>
    public string? AsString => _reference as string;

    /// <summary>The integer (0 when <see cref="Kind"/> is neither Int64 nor Boolean).</summary>
    public long AsInt64 => ReferenceEquals(_reference, Number.Double) ? 0 : _bits;

    /// <summary>The double (0 when <see cref="Kind"/> is another).</summary>
    public double AsDouble => ReferenceEquals(_reference, Number.Double) ? BitConverter.Int64BitsToDouble(_bits) : 0;

    /// <summary>The boolean (false when <see cref="Kind"/> is another).</summary>
    public bool AsBoolean => ReferenceEquals(_reference, Number.Boolean) && _bits != 0;

    /// <summary>The strings (empty when <see cref="Kind"/> is another).</summary>
    public ReadOnlySpan<string> AsStringArray => _reference as string[];

    /// <summary>Makes a string value; null becomes <see cref="AttributeKind.None"/>.</summary>
    public static implicit operator AttributeValue(string? value) =>
        new(value);

    /// <summary>Makes an integer value.</summary>
    public static implicit operator AttributeValue(long value) => new(Number.Int64, value);

    /// <summary>Makes a floating point value.</summary>
    public static implicit operator AttributeValue(double value) =>
        new(Number.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Makes a boolean value.</summary>
    public static implicit operator AttributeValue(bool value) => new(Number.Boolean, value ? 1 : 0);

    /// <summary>Makes a list of strings. The array is not copied and must not change afterwards; null becomes <see cref="AttributeKind.None"/>.</summary>
    public static implicit operator AttributeValue(string[]? value) =>
        new(value);

    /// <summary>Equal kind and value.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Different kind or value.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AttributeValue other)
    {
        if (ReferenceEquals(_reference, other._reference))
        {
            return _bits == other._bits;
        }

        if (Kind != other.Kind)
        {
            return false;
        }

        return Kind switch
        {
            AttributeKind.String => string.Equals(AsString, other.AsString, StringComparison.Ordinal),
            AttributeKind.StringArray => AsStringArray.SequenceEqual(other.AsStringArray),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (Kind != AttributeKind.StringArray)
        {
            return HashCode.Combine(Kind, _bits, AsString);
        }

        var hash = default(HashCode);
        foreach (var item in AsStringArray)
        {
            hash.Add(item, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The value as people read it; lists are joined by commas.</summary>
    public override string ToString() => Kind switch
    {
        AttributeKind.String => AsString!,
        AttributeKind.Int64 => _bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        AttributeKind.Double => AsDouble.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        AttributeKind.Boolean => _bits != 0 ? "true" : "false",
        AttributeKind.StringArray => string.Join(',', AsStringArray!),
        _ => "",
    };

    /// <summary>What the bits are, one object for each kind.</summary>
    private sealed class Number(AttributeKind kind)
    {
        public static readonly Number Int64 = new(AttributeKind.Int64);
        public static readonly Number Double = new(AttributeKind.Double);
        public static readonly Number Boolean = new(AttributeKind.Boolean);

        public AttributeKind Kind => kind;
    }
}
