using Hex.Testing.Otlp.Proto;

namespace Hex.Testing.Otlp.Wire;

/// <summary>Plain .NET values of OTLP's attributes. A key that comes twice in one list is against OTLP and refused.</summary>
internal static class Attributes
{
    public static Dictionary<string, object?> Of(IReadOnlyCollection<KeyValue>? pairs)
    {
        var result = new Dictionary<string, object?>(pairs?.Count ?? 0);
        foreach (var pair in pairs ?? [])
        {
            if (!result.TryAdd(pair.Key, Value(pair.Value)))
                throw new InvalidDataException($"The attribute {pair.Key} comes twice in one list.");
        }

        return result;
    }

    public static object? Value(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue,
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue,
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToByteArray(),
        AnyValue.ValueOneofCase.ArrayValue => value.ArrayValue.Values.Select(Value).ToArray(),
        AnyValue.ValueOneofCase.KvlistValue => Of(value.KvlistValue.Values),
        _ => null,
    };
}
