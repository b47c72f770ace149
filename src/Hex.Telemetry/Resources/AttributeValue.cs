using System.Runtime.CompilerServices;

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
    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(AttributeKind kind, object? reference, long bits)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
    }

    /// <summary>Which case this is.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The string, or null when <see cref="Kind"/> is another.</summary>
    public string? AsString => Kind == AttributeKind.String ? Unsafe.As<string>(_reference) : null;

    /// <summary>The integer (0 when <see cref="Kind"/> is neither Int64 nor Boolean).</summary>
    public long AsInt64 => Kind is AttributeKind.Int64 or AttributeKind.Boolean ? _bits : 0;

    /// <summary>The double (0 when <see cref="Kind"/> is another).</summary>
    public double AsDouble => Kind == AttributeKind.Double ? BitConverter.Int64BitsToDouble(_bits) : 0;

    /// <summary>The boolean (false when <see cref="Kind"/> is another).</summary>
    public bool AsBoolean => Kind == AttributeKind.Boolean && _bits != 0;

    /// <summary>The strings (empty when <see cref="Kind"/> is another).</summary>
    public ReadOnlySpan<string> AsStringArray => Kind == AttributeKind.StringArray ? Unsafe.As<string[]>(_reference) : default(ReadOnlySpan<string>);

    /// <summary>Makes a string value; null becomes <see cref="AttributeKind.None"/>.</summary>
    public static implicit operator AttributeValue(string? value) =>
        value is null ? default : new AttributeValue(AttributeKind.String, value, 0);

    /// <summary>Makes an integer value.</summary>
    public static implicit operator AttributeValue(long value) => new(AttributeKind.Int64, null, value);

    /// <summary>Makes a floating point value.</summary>
    public static implicit operator AttributeValue(double value) =>
        new(AttributeKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Makes a boolean value.</summary>
    public static implicit operator AttributeValue(bool value) => new(AttributeKind.Boolean, null, value ? 1 : 0);

    /// <summary>Makes a list of strings. The array is not copied and must not change afterwards; null becomes <see cref="AttributeKind.None"/>.</summary>
    public static implicit operator AttributeValue(string[]? value) =>
        value is null ? default : new AttributeValue(AttributeKind.StringArray, value, 0);

    /// <summary>Equal kind and value.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Different kind or value.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AttributeValue other)
    {
        if (Kind != other.Kind || _bits != other._bits)
        {
            return false;
        }

        return Kind switch
        {
            AttributeKind.String => string.Equals(AsString, other.AsString, StringComparison.Ordinal),
            AttributeKind.StringArray => AsStringArray.SequenceEqual(other.AsStringArray),
            _ => true,
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
}
