using System.Buffers;
using System.Text.Json;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>Writes texts as YAML scalars: plain where that is safe, else in double quotes (JSON's strings are YAML's).</summary>
internal static class YamlText
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:+@");

    public static string Scalar(string value)
    {
        var plain = value.Length > 0
            && !value.AsSpan().ContainsAnyExcept(Plain)
            && (char.IsAsciiLetterOrDigit(value[0]) || value[0] is '/' or '.')
            && !value.EndsWith(':');
        return plain ? value : $"\"{JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }
}
