using System.Text;
using System.Text.Json;

namespace Hex.Export.Grpc.Credentials;

/// <summary>Turns bytes into credential headers, or says why not without repeating them.</summary>
internal static class CredentialFormat
{
    public const string ApiKeyHeader = "x-api-key", TokenIdHeader = "x-mcd-id", TokenHeader = "x-mcd-token";

    /// <summary>The bytes are the key; white space and a byte order mark around it are not part of it.</summary>
    public static SecretHeaders? ApiKey(ReadOnlySpan<byte> content, out string? error)
    {
        var key = Trim(content);
        error = key.IsEmpty ? "it is empty" : HeaderText.ValueError(key);
        return error is null ? new SecretHeaders((ApiKeyHeader, Encoding.ASCII.GetString(key))) : null;
    }

    /// <summary><c>{"mcd_id": "…", "mcd_token": "…"}</c>; other members are ignored.</summary>
    public static SecretHeaders? Token(ReadOnlySpan<byte> content, out string? error)
    {
        string? id = null, token = null;
        try
        {
            var json = new Utf8JsonReader(Trim(content));
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                error = """it is not a JSON object {"mcd_id": "…", "mcd_token": "…"}""";
                return null;
            }
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isId = json.ValueTextEquals("mcd_id"u8);
                var isToken = json.ValueTextEquals("mcd_token"u8);
                json.Read();
                if (json.TokenType == JsonTokenType.String && isId)
                    id = json.GetString();
                else if (json.TokenType == JsonTokenType.String && isToken)
                    token = json.GetString();
                else
                    json.Skip();
            }
            while (json.Read())
            {
                // Only so that bytes after the object are noticed as not JSON.
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's own message quotes what it read, which here is a secret.
            error = """it is not valid JSON; it should be {"mcd_id": "…", "mcd_token": "…"}""";
            return null;
        }
        error = string.IsNullOrEmpty(id) ? "it has no string \"mcd_id\""
            : string.IsNullOrEmpty(token) ? "it has no string \"mcd_token\""
            : HeaderText.ValueError(id) is { } badId ? $"mcd_id: {badId}"
            : HeaderText.ValueError(token) is { } badToken ? $"mcd_token: {badToken}"
            : null;
        return error is null ? new SecretHeaders((TokenIdHeader, id!), (TokenHeader, token!)) : null;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
            content = content[3..];
        return content.Trim(" \t\r\n"u8);
    }
}
