using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hex.Agent.Http.Pages;

/// <summary>
/// Writes HTML. Markup is only what the program's own source says; everything else goes through <see cref="Text"/>, which leaves nothing that could be markup
/// and nothing that could hide or turn text around.
/// </summary>
internal sealed class Html
{
    /// <summary>A text longer than this is cut: pages are for people.</summary>
    public const int MaxText = 400;

    private readonly StringBuilder _html = new(16 * 1024);

    /// <summary>Writes markup of the program's own.</summary>
    public Html Markup([ConstantExpected] string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Writes text of any origin.</summary>
    public Html Text(string? text)
    {
        text ??= "";
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MaxText)))
        {
            _ = character switch
            {
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '&' => _html.Append("&amp;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                _ when MustReplace(character) => _html.Append('\ufffd'),
                _ => _html.Append(character),
            };
        }

        if (text.Length > MaxText)
        {
            _html.Append('…');
        }

        return this;
    }

    /// <summary>The page so far.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_html.ToString());

    // Control characters, and those that turn the direction of text or are invisible. Half a surrogate pair becomes U+FFFD when it is encoded.
    private static bool MustReplace(char character) =>
        char.IsControl(character) || character is (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff';
}
