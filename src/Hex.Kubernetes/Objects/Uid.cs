using System.Buffers.Text;
using System.Text;

namespace Hex.Kubernetes;

/// <summary>
/// The unique id of an object over time and space. Sixteen bytes for the canonical UUIDs the API server makes; any other text is
/// kept as it is, because the API calls a UID opaque.
/// </summary>
public readonly struct Uid : IEquatable<Uid>
{
    private readonly string? _text;
    private readonly Guid _guid;

    private Uid(Guid guid, string? text) => (_guid, _text) = (guid, text);

    /// <summary>Whether there is no id.</summary>
    public bool IsEmpty => _text is null && _guid == Guid.Empty;

    /// <summary>Reads an id from its text.</summary>
    public static Uid Parse(ReadOnlySpan<byte> utf8)
    {
        // Only the canonical form may be packed: it must come back byte for byte.
        if (utf8.Length == 36 && !utf8.ContainsAnyInRange((byte)'A', (byte)'F')
            && Utf8Parser.TryParse(utf8, out Guid guid, out var consumed) && consumed == utf8.Length && guid != Guid.Empty)
        {
            return new Uid(guid, null);
        }

        return utf8.Length == 0 ? default : new Uid(default, Encoding.UTF8.GetString(utf8));
    }

    /// <summary>Reads an id from its text.</summary>
    public static Uid Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text));
    }

    /// <inheritdoc/>
    public bool Equals(Uid other) => _guid == other._guid && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Uid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _text is null ? _guid.GetHashCode() : _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text of the id; empty when there is none. A new string each time.</summary>
    public override string ToString() => _text ?? (_guid == Guid.Empty ? "" : _guid.ToString("D"));

    /// <summary>Whether two ids are the same.</summary>
    public static bool operator ==(Uid left, Uid right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(Uid left, Uid right) => !left.Equals(right);
}
