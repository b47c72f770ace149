using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Hex.Kubernetes;

/// <summary>
/// <c>containerID</c> of a container status, e.g. <c>containerd://</c> and 64 hexadecimal digits: 40 bytes inline instead of a
/// string of 180. Any other text is kept as it is.
/// </summary>
public readonly struct ContainerId : IEquatable<ContainerId>
{
    private const int HexLength = 64;

    private readonly string? _runtime;
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private ContainerId(string runtime, UInt128 high, UInt128 low) => (_runtime, _high, _low) = (runtime, high, low);

    /// <summary>Whether there is no id: the container was never started.</summary>
    public bool IsEmpty => _runtime is null;

    /// <summary>The id without its runtime, as <c>container.id</c> wants it; empty when there is none.</summary>
    public string Value => IsEmpty ? "" : IsPacked ? Hex() : _runtime!.Contains("://", StringComparison.Ordinal)
        ? _runtime[(_runtime.IndexOf("://", StringComparison.Ordinal) + 3)..] : _runtime;

    // A packed id keeps "containerd://" alone, and its digits are never all zero.
    private bool IsPacked => _high != 0 || _low != 0;

    internal static ContainerId Parse(ReadOnlySpan<byte> text, StringPool strings)
    {
        if (text.Length == 0)
        {
            return default;
        }

        var start = text.Length - HexLength;
        if (start >= 3 && text[..start].EndsWith("://"u8)
            && TryHex(text.Slice(start, 32), out var high) && TryHex(text[(start + 32)..], out var low) && (high | low) != 0)
        {
            return new ContainerId(strings.Intern(text[..start]), high, low);
        }

        return new ContainerId(Encoding.UTF8.GetString(text), 0, 0);
    }

    // Lower case only: the text must come back byte for byte.
    private static bool TryHex(ReadOnlySpan<byte> digits, out UInt128 value)
    {
        value = 0;
        return !digits.ContainsAnyInRange((byte)'A', (byte)'F')
            && Utf8Parser.TryParse(digits[..16], out ulong high, out var consumedHigh, 'x') && consumedHigh == 16
            && Utf8Parser.TryParse(digits[16..], out ulong low, out var consumedLow, 'x') && consumedLow == 16
            && Combine(high, low, out value);
    }

    private static bool Combine(ulong high, ulong low, out UInt128 value)
    {
        value = new UInt128(high, low);
        return true;
    }

    private string Hex() => _high.ToString("x32", CultureInfo.InvariantCulture) + _low.ToString("x32", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool Equals(ContainerId other) => _runtime == other._runtime && _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContainerId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_runtime, _high, _low);

    /// <summary>The id as the API writes it.</summary>
    public override string ToString() => IsEmpty ? "" : IsPacked ? _runtime + Hex() : _runtime!;

    /// <summary>Whether two ids are the same.</summary>
    public static bool operator ==(ContainerId left, ContainerId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(ContainerId left, ContainerId right) => !left.Equals(right);
}
