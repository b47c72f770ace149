using System.Text;

namespace Hex.Agent.Configuration;

/// <summary>The environment variable of a key: <c>__</c> for the dot, <c>_</c> between words: <c>server.apiKeyFile</c> is <c>HEX_SERVER__API_KEY_FILE</c>.</summary>
internal static class VariableName
{
    /// <summary>What every variable of the agent starts with.</summary>
    public const string Prefix = "HEX_";

    public static string Of(string key)
    {
        var name = new StringBuilder(Prefix, key.Length + 16);
        foreach (var character in key)
        {
            if (character == '.')
            {
                name.Append("__");
                continue;
            }

            if (char.IsAsciiLetterUpper(character))
            {
                name.Append('_');
            }

            name.Append(character == '-' ? '_' : char.ToUpperInvariant(character));
        }

        return name.ToString();
    }
}
