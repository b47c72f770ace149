using System.Text.Json;

namespace Hex.Testing.Cluster.Json;

/// <summary>A line of a watch body: <c>{"type":…,"object":{"kind":…,"apiVersion":…,"metadata":…}}</c>.</summary>
internal static class WatchLine
{
    /// <summary>The type and the stored form of the object, its bytes kept.</summary>
    public static (string Type, byte[] Json) Parse(ReadOnlySpan<byte> line)
    {
        string? type = null;
        byte[]? json = null;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isType)
                type = reader.GetString();
            reader.Skip();
            if (isObject)
                json = ObjectJson.WithoutType(line[start..(int)reader.BytesConsumed]);
        }

        return type is "ADDED" or "MODIFIED" or "DELETED" or "BOOKMARK" && json is not null
            ? (type, json)
            : throw new ArgumentException($"not a watch event of an object: type '{type}'", nameof(line));
    }
}
