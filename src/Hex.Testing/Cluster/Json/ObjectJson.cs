using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hex.Testing.Cluster.Json;

/// <summary>
/// Reads and edits the stored form of an object: one line of compact JSON without <c>kind</c> and <c>apiVersion</c>, as it
/// stands in a list, with <c>metadata</c> first.
/// </summary>
internal static class ObjectJson
{
    /// <summary>Name, namespace and resourceVersion of a stored object.</summary>
    public static (string Namespace, string Name, long Revision) ReadIdentity(ReadOnlySpan<byte> json)
    {
        string ns = "", name = "", version = "";
        var reader = new Utf8JsonReader(json);
        EnterMetadata(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
                name = NextString(ref reader);
            else if (reader.ValueTextEquals("namespace"u8))
                ns = NextString(ref reader);
            else if (reader.ValueTextEquals("resourceVersion"u8))
                version = NextString(ref reader);
            else
                reader.Skip();
        }

        return (ns, name, long.TryParse(version, out var revision) ? revision : 0);
    }

    /// <summary>The bytes of the metadata object, braces included.</summary>
    public static Range MetadataRange(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        EnterMetadata(ref reader);
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    /// <summary>The same object with metadata.resourceVersion replaced; it must have one.</summary>
    public static byte[] WithRevision(ReadOnlySpan<byte> json, long revision)
    {
        var reader = new Utf8JsonReader(json);
        EnterMetadata(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("resourceVersion"u8);
            reader.Read();
            if (found)
            {
                var digits = Encoding.ASCII.GetBytes(revision.ToString());
                return [.. json[..((int)reader.TokenStartIndex + 1)], .. digits, .. json[((int)reader.BytesConsumed - 1)..]];
            }

            reader.Skip();
        }

        throw new ArgumentException("object has no metadata.resourceVersion", nameof(json));
    }

    /// <summary>The list form of an object that starts with kind and apiVersion, byte for byte.</summary>
    public static byte[] WithoutType(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("kind"u8) && !reader.ValueTextEquals("apiVersion"u8))
                return [(byte)'{', .. json[(int)reader.TokenStartIndex..]];
            reader.Skip();
        }

        return "{}"u8.ToArray();
    }

    /// <summary>Serializes a node in stored form: metadata first, no kind and apiVersion.</summary>
    public static byte[] FromNode(JsonObject node)
    {
        var stored = new JsonObject();
        if (node["metadata"] is { } metadata)
            stored.Add("metadata", metadata.DeepClone());
        foreach (var (name, value) in node)
        {
            if (name is not ("metadata" or "kind" or "apiVersion"))
                stored.Add(name, value?.DeepClone());
        }

        return GoJson.Serialize(stored);
    }

    public static JsonObject ToNode(ReadOnlySpan<byte> json) =>
        JsonNode.Parse(json) as JsonObject ?? throw new ArgumentException("not a JSON object", nameof(json));

    private static void EnterMetadata(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || !reader.Read() || !reader.ValueTextEquals("metadata"u8) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException("an object must start with its metadata");
    }

    private static string NextString(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? "";
    }
}
