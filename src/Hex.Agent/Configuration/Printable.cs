using System.Text;

namespace Hex.Agent.Configuration;

/// <summary>Makes text of unknown origin fit for a line of a message: bounded, without control characters.</summary>
internal static class Printable
{
    private const int MaxLength = 120;
    private const int MaxLineLength = 300;

    /// <summary>The text, control characters escaped, cut to 300 characters.</summary>
    public static string Line(string text) => Escape(new StringBuilder(), text, MaxLineLength).ToString();

    /// <summary>The text in double quotes, control characters escaped, cut to 120 characters.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        return Escape(quoted, text, MaxLength).Append('"').ToString();
    }

    private static StringBuilder Escape(StringBuilder to, string text, int max)
    {
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, max)))
        {
            _ = char.IsControl(character) ? to.Append($"\\u{(int)character:x4}") : to.Append(character);
        }

        return text.Length > max ? to.Append('…') : to;
    }
}
