using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp;

/// <summary><c>KeyValue = key(string) value(AnyValue)</c>: sizes first, then bytes, both in the same order.</summary>
internal static class AttributeEncoding
{
    /// <summary>Bytes of all attributes as fields of one-byte tags.</summary>
    public static int Size(AttributeSet attributes)
    {
        var size = 0;
        foreach (ref readonly var attribute in attributes.Items)
            size += ProtoWriter.FieldSize(PairSize(attribute));
        return size;
    }

    public static void Write(ref ProtoWriter to, byte tag, AttributeSet attributes)
    {
        foreach (ref readonly var attribute in attributes.Items)
            Write(ref to, tag, attribute);
    }

    public static void Write(ref ProtoWriter to, byte tag, in TelemetryAttribute attribute)
    {
        to.FieldHeader(tag, PairSize(attribute));
        to.StringField(OtlpTags.Key, attribute.Key);
        to.FieldHeader(OtlpTags.Value, ValueSize(attribute.Value));
        WriteValue(ref to, attribute.Value);
    }

    private static int PairSize(in TelemetryAttribute attribute) => ProtoWriter.FieldSize(attribute.Key) + ProtoWriter.FieldSize(ValueSize(attribute.Value));

    private static int ValueSize(in AttributeValue value) => value.Kind switch
    {
        AttributeKind.String => ProtoWriter.FieldSize(value.AsString!),
        AttributeKind.Int64 => 1 + ProtoWriter.VarintSize((ulong)value.AsInt64),
        AttributeKind.Double => 9,
        AttributeKind.Boolean => 2,
        AttributeKind.StringArray => ProtoWriter.FieldSize(ArraySize(value.AsStringArray)),
        _ => 0,
    };

    private static int ArraySize(ReadOnlySpan<string> items)
    {
        var size = 0;
        foreach (var item in items)
            size += ProtoWriter.FieldSize(ProtoWriter.FieldSize(item));
        return size;
    }

    private static void WriteValue(ref ProtoWriter to, in AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.String:
                to.StringField(OtlpTags.AnyString, value.AsString!);
                break;
            case AttributeKind.Int64:
                to.VarintField(OtlpTags.AnyInt, (ulong)value.AsInt64);
                break;
            case AttributeKind.Double:
                to.Fixed64Field(OtlpTags.AnyDouble, BitConverter.DoubleToUInt64Bits(value.AsDouble));
                break;
            case AttributeKind.Boolean:
                to.VarintField(OtlpTags.AnyBool, value.AsBoolean ? 1u : 0u);
                break;
            case AttributeKind.StringArray:
                to.FieldHeader(OtlpTags.AnyArray, ArraySize(value.AsStringArray));
                foreach (var item in value.AsStringArray)
                {
                    to.FieldHeader(OtlpTags.ArrayValues, ProtoWriter.FieldSize(item));
                    to.StringField(OtlpTags.AnyString, item);
                }
                break;
        }
    }
}
