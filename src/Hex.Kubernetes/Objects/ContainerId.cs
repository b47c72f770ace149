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
    private readonly (ulong, ulong, ulong, ulong) _digits;

    private ContainerId(string runtime, (ulong, ulong, ulong, ulong) digits) => (_runtime, _digits) = (runtime, digits);

    /// <summary>Whether there is no id: the container was never started.</summary>
    public bool IsEmpty => _runtime is null;

    /// <summary>The id without its runtime, as <c>container.id</c> wants it; empty when there is none.</summary>
    public string Value => IsEmpty ? "" : IsPacked ? Hex() : _runtime!.Contains("://", StringComparison.Ordinal)
        ? _runtime[(_runtime.IndexOf("://", StringComparison.Ordinal) + 3)..] : _runtime;

    // A packed id keeps "containerd://" alone, and its digits are never all zero.
    private bool IsPacked => _digits != default;

    internal static ContainerId Parse(ReadOnlySpan<byte> text, StringPool strings)
    {
        if (text.Length == 0)
        {
            return default;
        }

        var start = text.Length - HexLength;
        if (start >= 3 && text[..start].EndsWith("://"u8) && TryHex(text[start..], out var digits) && digits != default)
        {
            return new ContainerId(strings.Intern(text[..start]), digits);
        }

        return new ContainerId(Encoding.UTF8.GetString(text), default);
    }

    // Lower case only: the text must come back byte for byte.
    private static bool TryHex(ReadOnlySpan<byte> text, out (ulong, ulong, ulong, ulong) digits)
    {
        digits = default;
        return !text.ContainsAnyInRange((byte)'A', (byte)'F')
            && TryPart(text[..16], out digits.Item1) && TryPart(text[16..32], out digits.Item2)
            && TryPart(text[32..48], out digits.Item3) && TryPart(text[48..], out digits.Item4);
    }

    private static bool TryPart(ReadOnlySpan<byte> text, out ulong value) => Utf8Parser.TryParse(text, out value, out var consumed, 'x') && consumed == text.Length;

    private string Hex() => string.Create(CultureInfo.InvariantCulture, $"{_digits.Item1:x16}{_digits.Item2:x16}{_digits.Item3:x16}{_digits.Item4:x16}");

    /// <inheritdoc/>
    public bool Equals(ContainerId other) => _runtime == other._runtime && _digits == other._digits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContainerId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_runtime, _digits);

    /// <summary>The id as the API writes it.</summary>
    public override string ToString() => IsEmpty ? "" : IsPacked ? _runtime + Hex() : _runtime!;

    /// <summary>Whether two ids are the same.</summary>
    public static bool operator ==(ContainerId left, ContainerId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(ContainerId left, ContainerId right) => !left.Equals(right);
}
