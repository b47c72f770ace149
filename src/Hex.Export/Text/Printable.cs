using System.Text;

namespace Hex.Export.Text;

/// <summary>
/// Makes foreign text safe to print on one line: bounded, control characters escaped, invalid UTF-8 replaced.
/// </summary>
internal static class Printable
{
    /// <summary>Longest server message kept, in characters; enough for a sentence, too short for a flood.</summary>
    public const int DefaultLimit = 512;

    /// <summary>Escapes UTF-8 bytes.</summary>
    public static string From(ReadOnlySpan<byte> utf8, int limit = DefaultLimit)
    {
        // A character is at most four bytes, so this much decides the answer whatever follows.
        var longest = Math.Min(utf8.Length, (limit + 1) * 4);
        return From(Encoding.UTF8.GetString(utf8[..longest]), limit);
    }

    /// <summary>Escapes a string.</summary>
    public static string From(ReadOnlySpan<char> text, int limit = DefaultLimit)
    {
        var clean = text.Length <= limit;
        for (var i = 0; clean && i < text.Length; i++)
            clean = !MustEscape(text[i]);
        if (clean)
            return text.ToString();

        var kept = new StringBuilder(Math.Min(text.Length, limit) + 16);
        foreach (var c in text[..Math.Min(text.Length, limit)])
            Append(kept, c);
        if (text.Length > limit)
            kept.Append('…');
        return kept.ToString();
    }

    private static void Append(StringBuilder to, char c)
    {
        if (!MustEscape(c))
            to.Append(c);
        else if (c == '\n')
            to.Append("\\n");
        else if (c == '\r')
            to.Append("\\r");
        else if (c == '\t')
            to.Append("\\t");
        else
            to.Append("\\u").Append(((int)c).ToString("x4"));
    }

    // C0, DEL, C1, line separators, bidirectional controls and lone surrogates: whatever can move a cursor or hide text.
    private static bool MustEscape(char c) =>
        c is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029'
            or (>= '\u200e' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff';
}
