using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hex.Export.Text;

namespace Hex.Export.Grpc;

/// <summary>Where to connect to: a host, a port, and whether the connection is encrypted.</summary>
/// <remarks><c>endpoint = [ "https://" | "http://" ] host [ ":" port ] [ "/" ]</c>; an IPv6 address stands in brackets.</remarks>
internal sealed record Endpoint
{
    /// <summary>The port registered for OTLP over gRPC, used when a bare host names none.</summary>
    public const int DefaultPort = 4317;

    private const string Https = "https://", Http = "http://";

    private Endpoint(string host, int port, bool tls)
    {
        (Host, Port, IsTls) = (host, port, tls);
        var bracketed = host.Contains(':') ? $"[{host}]" : host;
        Authority = string.Create(CultureInfo.InvariantCulture, $"{bracketed}:{port}");
        Uri = new Uri($"{(tls ? Https : Http)}{Authority}/");
    }

    public string Host { get; }

    public int Port { get; }

    public bool IsTls { get; }

    /// <summary><c>host:port</c>.</summary>
    public string Authority { get; }

    public Uri Uri { get; }

    public override string ToString() => $"{(IsTls ? Https : Http)}{Authority}";

    /// <summary>Parses an endpoint; on failure <paramref name="error"/> names the value and what would be right.</summary>
    public static bool TryParse(string? text, bool insecure, [NotNullWhen(true)] out Endpoint? endpoint, [NotNullWhen(false)] out string? error)
    {
        endpoint = null;
        var rest = text?.Trim() ?? "";
        if (rest.Length == 0)
            return Fail(out error, "the endpoint is empty: give host:port, for example ingest.example.com:4317");
        if (rest.Contains('@'))
            return Fail(out error, "the endpoint contains '@': credentials do not belong there, use an API key, a token file or headers");
        var shown = Printable.From(rest, 200);

        bool? tls = null;
        if (rest.StartsWith(Https, StringComparison.OrdinalIgnoreCase))
            (tls, rest) = (true, rest[Https.Length..]);
        else if (rest.StartsWith(Http, StringComparison.OrdinalIgnoreCase))
            (tls, rest) = (false, rest[Http.Length..]);
        else if (rest.Contains("://", StringComparison.Ordinal))
            return Fail(out error, $"endpoint '{shown}': unknown scheme; use host:port or https://host:port (http:// for plain text)");

        if (tls is true && insecure)
            return Fail(out error, $"endpoint '{shown}' asks for TLS, insecure: true for plain text: remove one (insecure does not switch off certificate checks; "
                + "to trust a private authority set tls.ca)");
        if (tls is false && !insecure)
            return Fail(out error, $"endpoint '{shown}' would send in plain text: set insecure: true if that is meant, or use https://");
        if (rest.EndsWith('/'))
            rest = rest[..^1];
        if (rest.AsSpan().IndexOfAny('/', '?', '#') >= 0)
            return Fail(out error, $"endpoint '{shown}' has a path or query: OTLP over gRPC has none, give only host:port");

        var byDefault = tls switch { true => 443, false => 80, null => DefaultPort };
        if (!TrySplit(rest, byDefault, out var host, out var port))
            return Fail(out error, $"endpoint '{shown}' is not host:port with a port from 1 to 65535 (an IPv6 address stands in brackets, [::1]:4317)");
        endpoint = new Endpoint(host, port, tls ?? !insecure);
        error = null;
        return true;
    }

    /// <summary>Splits <c>host[:port]</c>; the host comes back without brackets.</summary>
    internal static bool TrySplit(string text, int defaultPort, out string host, out int port)
    {
        (host, port) = (text, defaultPort);
        var colon = text.LastIndexOf(':');
        var bracket = text.LastIndexOf(']');
        if (bracket < 0 && colon != text.IndexOf(':', StringComparison.Ordinal))
            return false;
        if (colon > bracket)
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
                return false;
            host = text[..colon];
        }
        if (bracket < 0)
            return System.Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
        if (host[0] != '[' || !host.EndsWith(']'))
            return false;
        host = host[1..^1];
        return System.Uri.CheckHostName(host) == UriHostNameType.IPv6;
    }

    private static bool Fail(out string error, string message)
    {
        error = message;
        return false;
    }
}
