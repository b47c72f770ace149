using System.Globalization;
using System.Text;

namespace Hex.Agent.Http;

/// <summary>A whole response.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="Body">The body.</param>
/// <param name="Header">One header more, e.g. <c>Allow: GET, HEAD</c>; null for none. Never holds what a client sent.</param>
internal sealed record HttpResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body, string? Header = null)
{
    public static HttpResponse Text(int status, string text, string? header = null) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text), header);

    public static HttpResponse Json(int status, ReadOnlyMemory<byte> json) => new(status, "application/json", json);

    /// <summary>The bytes to send. Every response ends its connection.</summary>
    /// <param name="withBody">False for HEAD.</param>
    public byte[] Encode(bool withBody)
    {
        var head = new StringBuilder(256)
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Phrase(Status)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {ContentType}\r\nContent-Length: {Body.Length}\r\n")
            .Append("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n");
        if (Header is not null)
        {
            head.Append(Header).Append("\r\n");
        }

        head.Append("\r\n");
        var length = withBody ? Body.Length : 0;
        var bytes = new byte[head.Length + length];
        Encoding.ASCII.GetBytes(head.ToString(), bytes);
        Body[..length].CopyTo(bytes.AsMemory(head.Length));
        return bytes;
    }

    private static string Phrase(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        414 => "URI Too Long",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Unknown",
    };
}
