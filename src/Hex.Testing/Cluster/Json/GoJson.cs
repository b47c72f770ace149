using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hex.Testing.Cluster.Json;

/// <summary>
/// JSON as Go's encoder writes it: compact, non-ASCII text as it is, and <c>&lt; &gt; &amp;</c> inside strings as
/// <c>\u003c \u003e \u0026</c>, so that what the simulated server writes is what the recorded server would have.
/// </summary>
internal static class GoJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Serialize(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            node.WriteTo(writer);
        return Escape(buffer.WrittenSpan);
    }

    public static string Quote(string text) => Encoding.UTF8.GetString(Serialize(JsonValue.Create(text)));

    // The three characters can occur only inside strings, so no parsing is needed to replace them.
    private static byte[] Escape(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny("<>&"u8) < 0)
            return json.ToArray();
        var buffer = new ArrayBufferWriter<byte>(json.Length + 64);
        while (json.IndexOfAny("<>&"u8) is >= 0 and var at)
        {
            buffer.Write(json[..at]);
            buffer.Write(json[at] switch { (byte)'<' => "\\u003c"u8, (byte)'>' => "\\u003e"u8, _ => "\\u0026"u8 });
            json = json[(at + 1)..];
        }

        buffer.Write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
