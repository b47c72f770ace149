using System.Text;

namespace Hex.Agent.Configuration;

/// <summary>Makes text of unknown origin fit for a line of a message: bounded, without control characters.</summary>
internal static class Printable
{
    private const int MaxLength = 120;

    /// <summary>The text in double quotes, control characters escaped, cut to 120 characters.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            _ = char.IsControl(character) ? quoted.Append($"\\u{(int)character:x4}") : quoted.Append(character);
        }

        return quoted.Append(text.Length > MaxLength ? "…\"" : "\"").ToString();
    }
}
