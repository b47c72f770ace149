using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Quickstart.Page;

/// <summary>
/// HTML in the making. What stands in the text of <c>Add($"…{value}…")</c> is markup, what stands in its holes is content and is escaped: there is no way
/// around it, so a pod or a log line cannot become markup.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new(32 * 1024);

    public void Add([InterpolatedStringHandlerArgument("")] ref Escaping markup)
    {
        // The handler has written it.
    }

    /// <summary>Markup of our own as it is: style and script.</summary>
    public void Add(OwnMarkup markup) => _text.Append(markup.Text);

    public override string ToString() => _text.ToString();

    [InterpolatedStringHandler]
    public readonly ref struct Escaping
    {
        private readonly StringBuilder _text;

        public Escaping(int literalLength, int formattedCount, Html html)
        {
            _text = html._text;
            _text.EnsureCapacity(_text.Length + literalLength + (formattedCount * 8));
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? content) => _text.Append(WebUtility.HtmlEncode(content));

        public void AppendFormatted(double number, string? format = null) => _text.Append(number.ToString(format, CultureInfo.InvariantCulture));

        public void AppendFormatted(long number) => _text.Append(number.ToString("N0", CultureInfo.InvariantCulture));
    }
}

/// <summary>Markup that is part of the program.</summary>
internal readonly record struct OwnMarkup(string Text)
{
    /// <summary>How a Content-Security-Policy allows exactly this and nothing else.</summary>
    public string PolicySource => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";
}
