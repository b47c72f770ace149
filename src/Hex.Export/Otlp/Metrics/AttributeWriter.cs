using System.Buffers;
using System.Text;
using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Metrics;

/// <summary>
/// <see cref="AttributeEncoding"/> for what is written once and not kept: each text is encoded straight to where it belongs and its length written when it is known,
/// which is a quarter of the work of measuring first.
/// </summary>
internal static class AttributeWriter
{
    // A length of one byte.
    private const int Short = 0x80;

    /// <summary>Writes attributes as fields, into room for <see cref="AttributeSet.MaxEncodedBytes"/>.</summary>
    /// <returns>How many bytes they took.</returns>
    public static int Write(Span<byte> to, byte tag, AttributeSet attributes)
    {
        var length = 0;
        foreach (ref readonly var attribute in attributes)
            length += attribute.Value.AsString is { } text && TryWrite(to[length..], tag, attribute.Key, text, out var written) ? written : WriteMeasured(to[length..], tag, attribute);
        return length;
    }

    // tag len Key len key Value len AnyString len text: eight bytes and two texts, while all lengths are of one byte.
    private static bool TryWrite(Span<byte> to, byte tag, string key, string text, out int written)
    {
        var keyLength = WriteText(key, to[4..]);
        var value = to[(4 + keyLength)..];
        var textLength = WriteText(text, value[4..]);
        written = 8 + keyLength + textLength;
        if (written - 2 >= Short)
            return false;
        to[0] = tag;
        to[1] = (byte)(written - 2);
        to[2] = OtlpTags.Key;
        to[3] = (byte)keyLength;
        value[0] = OtlpTags.Value;
        value[1] = (byte)(textLength + 2);
        value[2] = OtlpTags.AnyString;
        value[3] = (byte)textLength;
        return true;
    }

    private static int WriteText(string text, Span<byte> to) =>
        Ascii.FromUtf16(text, to, out var length) == OperationStatus.Done ? length : Encoding.UTF8.GetBytes(text, to);

    private static int WriteMeasured(Span<byte> to, byte tag, in TelemetryAttribute attribute)
    {
        var writer = new ProtoWriter(to);
        AttributeEncoding.Write(ref writer, tag, attribute);
        return writer.Length;
    }
}
