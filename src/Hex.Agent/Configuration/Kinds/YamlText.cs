using System.Text.Json;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>Writes texts as YAML scalars: plain where that is safe, else in double quotes (JSON's strings are YAML's).</summary>
internal static class YamlText
{
    public static string Scalar(string value)
    {
        var plain = value.Length > 0
            && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '+' or '@')
            && (char.IsAsciiLetterOrDigit(value[0]) || value[0] is '/' or '.')
            && !value.EndsWith(':');
        return plain ? value : $"\"{JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }
}
