using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Hex.Testing.Node;

/// <summary>Compares contents as text: runs of U+FFFD count as one, since decoders differ in how many they make of a broken sequence.</summary>
internal static class RecordText
{
    public static UInt128 Hash(ReadOnlySpan<byte> content) =>
        Utf8.IsValid(content) && content.IndexOf("\uFFFD"u8) < 0 ? Hash128.Of(content) : HashReplaced(Encoding.UTF8.GetString(content));

    public static UInt128 Hash(string text)
    {
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
            return HashReplaced(text);
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var hash = Hash128.Of(buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash;
    }

    private static UInt128 HashReplaced(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c != '\uFFFD' || collapsed.Length == 0 || collapsed[^1] != c)
                collapsed.Append(c);
        }

        return Hash128.Of(Encoding.UTF8.GetBytes(collapsed.ToString()));
    }
}
