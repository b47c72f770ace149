using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Hex.Testing.Cluster.Json;

namespace Hex.Testing.Cluster.Serving;

/// <summary>
/// The opaque position of a chunked list: base64url of <c>{"v":"meta.k8s.io/v1","rv":…,"start":"key\u0000"}</c>. The recorded
/// server writes a slash before the key when the watch cache answered, none when etcd did; −1 as rv asks for an
/// inconsistent rest.
/// </summary>
internal sealed record ContinueToken(long Revision, string StartPath)
{
    public const long Inconsistent = -1;

    public string Encode(bool watchCached)
    {
        var start = GoJson.Quote((watchCached ? "/" : "") + StartPath);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"v\":\"meta.k8s.io/v1\",\"rv\":{Revision},\"start\":{start}}}"));
    }

    /// <summary>Reads a token a client sent back.</summary>
    /// <exception cref="ApiException">400 when the text is no token.</exception>
    public static ContinueToken Decode(string text)
    {
        try
        {
            using var token = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
            var root = token.RootElement;
            if (root.GetProperty("v").GetString() != "meta.k8s.io/v1")
                throw ApiException.BadRequest("continue key is not valid: server does not recognize this encoded version");
            var start = root.GetProperty("start").GetString() ?? "";
            return new(root.GetProperty("rv").GetInt64(), start.TrimStart('/'));
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ApiException.BadRequest($"invalid continue token: continue key is not valid: {Complaint(text)}");
        }
    }

    // Go decodes the base64 first and then complains about the first character that cannot start a JSON value.
    private static string Complaint(string text)
    {
        var bytes = new byte[text.Length + 3];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var count))
            return "illegal base64 data at input byte " + Math.Max(0, text.AsSpan().IndexOfAnyExcept(UrlAlphabet));
        if (count == 0)
            return "unexpected end of JSON input";
        var first = (char)bytes[0];
        return $"invalid character '{(first is < ' ' or >= '\u007f' and < '\u00a0' ? $"\\u{(int)first:x4}" : first)}' looking for beginning of value";
    }

    private static readonly System.Buffers.SearchValues<char> UrlAlphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
