using System.Buffers;
using System.Text.Json;

namespace Hex.Agent.Reachability;

/// <summary>What a call of the endpoint came to.</summary>
/// <param name="IsOk">Whether the server took it, credential and all.</param>
/// <param name="Endpoint">What was called; never holds a credential.</param>
/// <param name="Elapsed">How long it took, connecting included.</param>
/// <param name="Cause">What is wrong, or what else is to be said; null when there is nothing.</param>
internal sealed record ReachabilityResult(bool IsOk, string Endpoint, TimeSpan Elapsed, string? Cause)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented JSON, one property a line, with a line end.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", IsOk);
            json.WriteString("endpoint", Endpoint);
            json.WriteNumber("milliseconds", (long)Elapsed.TotalMilliseconds);
            if (Cause is not null)
            {
                json.WriteString(IsOk ? "note" : "cause", Cause);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
