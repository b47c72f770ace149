using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>The slow path of strings: escapes, lone surrogates, and texts over their bound.</summary>
internal static class JsonText
{
    /// <summary>The current string cut to <paramref name="maxLength"/> bytes of UTF-8, never inside a character.</summary>
    public static string Unescape(ref Utf8JsonReader json, int maxLength, out bool isCut)
    {
        var raw = json.ValueSpan;
        if (!json.ValueIsEscaped)
        {
            isCut = raw.Length > maxLength;
            return Decode(raw, maxLength);
        }

        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            var target = rented.AsSpan();
            var length = json.CopyString(target);
            isCut = length > maxLength;
            return Decode(target[..length], maxLength);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate or broken UTF-8 beside an escape: the text as it was written is better than none.
            isCut = raw.Length > maxLength;
            return Decode(raw, maxLength);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static string Decode(ReadOnlySpan<byte> utf8, int maxLength)
    {
        if (utf8.Length <= maxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var end = maxLength;
        while (end > 0 && (utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(utf8[..end]);
    }
}
