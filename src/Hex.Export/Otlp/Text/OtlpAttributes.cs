using System.Globalization;
using Hex.Export.Grpc.Wire;
using Hex.Export.Text;

namespace Hex.Export.Otlp.Text;

/// <summary>Attributes of an encoded message, as people read them.</summary>
internal static class OtlpAttributes
{
    private const int LongestValue = 256;

    /// <summary>Reads all attributes of a message.</summary>
    public static List<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> message, int field)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            if (fields.Field == field)
                attributes.Add(Pair(fields.Bytes));
        }
        return attributes;
    }

    /// <summary><c>{a=1, b=2}</c>, or nothing.</summary>
    public static string Braced(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        var text = string.Join(", ", attributes.Select(a => $"{a.Key}={a.Value}"));
        return text.Length == 0 ? "" : $"{{{text}}}";
    }

    private static KeyValuePair<string, string> Pair(ReadOnlySpan<byte> pair)
    {
        string key = "", value = "";
        var fields = new ProtoReader(pair);
        while (fields.Next())
        {
            if (fields.Field == 1)
                key = Printable.From(fields.Bytes, LongestValue);
            else if (fields.Field == 2)
                value = Value(fields.Bytes);
        }
        return new(key, value);
    }

    private static string Value(ReadOnlySpan<byte> any)
    {
        var value = new ProtoReader(any);
        if (!value.Next())
            return "";
        return value.Field switch
        {
            1 => Printable.From(value.Bytes, LongestValue),
            2 => value.Number != 0 ? "true" : "false",
            3 => ((long)value.Number).ToString(CultureInfo.InvariantCulture),
            4 => BitConverter.UInt64BitsToDouble(value.Number).ToString("R", CultureInfo.InvariantCulture),
            5 => Values(value.Bytes),
            _ => "",
        };
    }

    private static string Values(ReadOnlySpan<byte> array)
    {
        var items = new List<string>();
        var values = new ProtoReader(array);
        while (values.Next())
            items.Add(Value(values.Bytes));
        return $"[{string.Join(", ", items)}]";
    }
}
