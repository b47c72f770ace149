namespace Hex.Telemetry;

/// <summary>An integer, a double, or nothing. Numbers convert implicitly.</summary>
public readonly record struct MetricValue
{
    private readonly long _bits;
    private readonly byte _kind;

    private MetricValue(byte kind, long bits)
    {
        _kind = kind;
        _bits = bits;
    }

    /// <summary>No value: the point only ends its series.</summary>
    public static MetricValue None => default;

    /// <summary>Not a value: the series goes on without a point. Never handed on.</summary>
    internal static MetricValue Kept => new(3, 0);

    internal bool IsKept => _kind == 3;

    /// <summary>True when there is a value.</summary>
    public bool HasValue => _kind != 0;

    /// <summary>True when the value is an integer.</summary>
    public bool IsInteger => _kind == 1;

    /// <summary>The value as an integer; doubles are truncated, nothing is 0.</summary>
    public long AsInt64 => _kind == 1 ? _bits : (long)AsDouble;

    /// <summary>The value as a double; nothing is 0.</summary>
    public double AsDouble => _kind == 2 ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    /// <summary>Makes an integer value.</summary>
    public static implicit operator MetricValue(long value) => new(1, value);

    /// <summary>Makes a floating point value.</summary>
    public static implicit operator MetricValue(double value) => new(2, BitConverter.DoubleToInt64Bits(value));

    /// <inheritdoc/>
    public override string ToString() => _kind switch
    {
        1 => _bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        2 => AsDouble.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => "none",
    };
}
