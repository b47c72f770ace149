using System.Buffers;
using System.Text;

namespace Hex.Export.Otlp.Logs;

/// <summary>protobuf strings are UTF-8, log lines are whatever was written.</summary>
internal static class Utf8Repair
{
    private static ReadOnlySpan<byte> Replacement => "\ufffd"u8;

    /// <summary>
    /// Copies text with every maximal invalid sequence replaced by U+FFFD (Unicode standard, section 3.9, as other decoders do). The array belongs to
    /// <see cref="ArrayPool{T}.Shared"/>; the copy is at most three times as long.
    /// </summary>
    public static byte[] Copy(ReadOnlySpan<byte> text, out int length)
    {
        var copy = ArrayPool<byte>.Shared.Rent(checked(text.Length * Replacement.Length));
        length = 0;
        while (!text.IsEmpty)
        {
            // The next valid stretch in one go, then the invalid bytes after it.
            var valid = ValidPrefix(text);
            text[..valid].CopyTo(copy.AsSpan(length));
            length += valid;
            text = text[valid..];
            if (text.IsEmpty)
                break;
            Rune.DecodeFromUtf8(text, out _, out var invalid);
            Replacement.CopyTo(copy.AsSpan(length));
            length += Replacement.Length;
            text = text[invalid..];
        }
        return copy;
    }

    /// <summary>The longest length, at most <paramref name="limit"/>, at which valid text can be cut without cutting a character.</summary>
    public static int CutAt(ReadOnlySpan<byte> text, int limit)
    {
        if (limit >= text.Length)
            return text.Length;
        var cut = Math.Max(0, limit);
        while (cut > 0 && (text[cut] & 0xc0) == 0x80)
            cut--;
        return cut;
    }

    private static int ValidPrefix(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            var ascii = text[length..].IndexOfAnyExceptInRange((byte)0, (byte)0x7f);
            if (ascii < 0)
                return text.Length;
            length += ascii;
            if (Rune.DecodeFromUtf8(text[length..], out _, out var consumed) != OperationStatus.Done)
                return length;
            length += consumed;
        }
        return length;
    }
}
