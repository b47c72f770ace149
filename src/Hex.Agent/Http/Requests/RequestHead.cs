using System.Buffers;
using System.Net;
using System.Text;

namespace Hex.Agent.Http.Requests;

/// <summary>
/// Takes a request's head apart, strictly (RFC 9112):
/// <code>
/// head         = request-line *( field-line CRLF ) CRLF
/// request-line = method SP target SP "HTTP/1." ( "0" | "1" ) CRLF
/// field-line   = token ":" OWS value OWS
/// </code>
/// A head that is anything else is refused: guessing is what lets two readers understand one request differently.
/// </summary>
internal static class RequestHead
{
    private static readonly SearchValues<byte> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // Visible ASCII: a target holds nothing else.
    private static readonly SearchValues<byte> Visible = SearchValues.Create([.. Enumerable.Range(0x21, 0x7e - 0x20).Select(value => (byte)value)]);

    /// <summary>Reads a head.</summary>
    /// <param name="head">Everything up to and with the empty line.</param>
    /// <param name="peer">Who sent it.</param>
    /// <param name="limits">How many headers it may have.</param>
    /// <param name="refusal">What to answer when it is none.</param>
    /// <returns>The request; null when it is none.</returns>
    public static HttpRequest? Parse(ReadOnlySpan<byte> head, IPAddress peer, HttpLimits limits, out HttpResponse refusal)
    {
        refusal = HttpResponse.Text(400, "Bad request.\n");
        var line = NextLine(ref head);
        if (!TrySplit(line, out var method, out var target, out var version))
        {
            return null;
        }

        if (!version.SequenceEqual("HTTP/1.1"u8) && !version.SequenceEqual("HTTP/1.0"u8))
        {
            refusal = version.StartsWith("HTTP/"u8) ? HttpResponse.Text(505, "HTTP/1.1 is spoken here.\n") : refusal;
            return null;
        }

        string? host = null;
        for (var count = 0; (line = NextLine(ref head)).Length > 0; count++)
        {
            var colon = line.IndexOf((byte)':');
            if (count >= limits.MaxHeaders)
            {
                refusal = HttpResponse.Text(431, "Too many headers.\n");
                return null;
            }

            // A name with white space, or a folded line, has no token before its colon.
            if (colon <= 0 || line[..colon].ContainsAnyExcept(Token) || line.ContainsAny((byte)'\r', (byte)'\n', (byte)0))
            {
                return null;
            }

            if (Ascii.EqualsIgnoreCase(line[..colon], "host"u8))
            {
                if (host is not null)
                {
                    return null;
                }

                host = HostOf(line[(colon + 1)..].Trim(" \t"u8));
            }
        }

        return host is null && version.EndsWith("1"u8) ? null : new HttpRequest(Encoding.ASCII.GetString(method), PathOf(target), host ?? "", peer);
    }

    private static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target, out ReadOnlySpan<byte> version)
    {
        method = target = version = default;
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first)
        {
            return false;
        }

        method = line[..first];
        target = line[(first + 1)..last];
        version = line[(last + 1)..];
        return !method.ContainsAnyExcept(Token) && target.Length > 0 && !target.ContainsAnyExcept(Visible)
            && (target[0] == '/' || target.StartsWith("http://"u8) || target.SequenceEqual("*"u8));
    }

    // target = origin-form | absolute-form (what proxies send) | "*"
    private static string PathOf(ReadOnlySpan<byte> target)
    {
        if (target.StartsWith("http://"u8))
        {
            target = target["http://"u8.Length..];
            var slash = target.IndexOf((byte)'/');
            target = slash < 0 ? "/"u8 : target[slash..];
        }

        var query = target.IndexOf((byte)'?');
        return Encoding.ASCII.GetString(query < 0 ? target : target[..query]);
    }

    // host [ ":" port ], an IPv6 address in brackets.
    private static string HostOf(ReadOnlySpan<byte> value)
    {
        var end = value.StartsWith("["u8) ? value.IndexOf((byte)']') : -1;
        if (end > 0)
        {
            return Encoding.ASCII.GetString(value[1..end]);
        }

        var colon = value.IndexOf((byte)':');
        return Encoding.ASCII.GetString(colon < 0 ? value : value[..colon]);
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf("\r\n"u8);
        var line = end < 0 ? head : head[..end];
        head = end < 0 ? default : head[(end + 2)..];
        return line;
    }
}
