using System.Text.Json;

namespace Hex.Testing.Cluster.Selectors;

/// <summary>Finds one field in stored JSON without reading the rest into memory.</summary>
internal static class FieldPath
{
    /// <summary>The value at a dotted path as a selector compares it; "" where it is missing or null.</summary>
    public static string Read(ReadOnlySpan<byte> json, string path)
    {
        var reader = new Utf8JsonReader(json);
        var steps = path.Split('.');
        foreach (var step in steps.AsSpan(0, steps.Length - 1))
        {
            if (!Enter(ref reader, step))
                return "";
        }

        if (!MoveTo(ref reader, steps[^1]))
            return "";
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
    }

    /// <summary>From the start of an object's text, or from its opening brace, moves to the opening brace of a member object.</summary>
    public static bool Enter(ref Utf8JsonReader reader, string name) => MoveTo(ref reader, name) && reader.TokenType == JsonTokenType.StartObject;

    private static bool MoveTo(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }
}
