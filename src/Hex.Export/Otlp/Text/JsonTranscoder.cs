using System.Globalization;
using System.Text.Json;
using Hex.Export.Grpc.Wire;

namespace Hex.Export.Otlp.Text;

/// <summary>Writes an encoded OTLP message as OTLP/JSON, so that there is one encoder for both forms.</summary>
internal static class JsonTranscoder
{
    public static void Write(Utf8JsonWriter to, ReadOnlySpan<byte> message, JsonField[] fields)
    {
        to.WriteStartObject();
        foreach (var field in fields)
            WriteField(to, message, field);
        to.WriteEndObject();
    }

    // A pass per field puts the values of a repeated one together wherever they stand; other fields are skipped by their lengths.
    private static void WriteField(Utf8JsonWriter to, ReadOnlySpan<byte> message, JsonField field)
    {
        var isOpen = false;
        var values = new ProtoReader(message);
        while (values.Next())
        {
            if (values.Field != field.Number || (!field.HasPresence && field.Kind != JsonKind.Message && values.Number == 0 && values.Bytes.IsEmpty))
                continue;
            if (!isOpen)
                to.WritePropertyName(field.Name);
            if (!isOpen && field.IsRepeated)
                to.WriteStartArray();
            isOpen = true;
            WriteValue(to, values, field);
            if (!field.IsRepeated)
                return;
        }
        if (isOpen)
            to.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter to, scoped ProtoReader value, JsonField field)
    {
        switch (field.Kind)
        {
            case JsonKind.Text:
                to.WriteStringValue(value.Bytes);
                break;
            case JsonKind.Hex:
                to.WriteStringValue(Convert.ToHexStringLower(value.Bytes));
                break;
            case JsonKind.Signed:
                WriteNumber(to, (long)value.Number);
                break;
            case JsonKind.Unsigned:
                WriteNumber(to, value.Number);
                break;
            case JsonKind.Number:
                to.WriteNumberValue(value.Number);
                break;
            case JsonKind.Double:
                WriteDouble(to, BitConverter.UInt64BitsToDouble(value.Number));
                break;
            case JsonKind.Boolean:
                to.WriteBooleanValue(value.Number != 0);
                break;
            default:
                Write(to, value.Bytes, field.Message ?? JsonSchema.ArrayValue);
                break;
        }
    }

    private static void WriteNumber<T>(Utf8JsonWriter to, T value)
        where T : IUtf8SpanFormattable
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        to.WriteStringValue(digits[..length]);
    }

    // protobuf's JSON mapping has strings for what JSON numbers cannot say.
    private static void WriteDouble(Utf8JsonWriter to, double value)
    {
        if (double.IsFinite(value))
            to.WriteNumberValue(value);
        else
            to.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
