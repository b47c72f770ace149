using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Hex.Export.Grpc.Proxy;

/// <summary>The proxy one endpoint is reached through, if any. Its password is in no text this type makes.</summary>
internal sealed class ProxyChoice : IWebProxy
{
    private static readonly ProxyChoice Direct = new(null, null, "");

    private ProxyChoice(Uri? address, ICredentials? credentials, string source)
    {
        (Address, Credentials, Source) = (address, credentials, source);
    }

    /// <summary>Address of the proxy without user and password; null means to connect directly.</summary>
    public Uri? Address { get; }

    public ICredentials? Credentials { get; set; }

    /// <summary>Where the setting came from, for messages: <c>proxy</c> or the name of a variable.</summary>
    public string Source { get; }

    public Uri? GetProxy(Uri destination) => Address;

    public bool IsBypassed(Uri host) => Address is null;

    public override string ToString() => Address is null ? "direct" : $"{Address.Scheme}://{Address.Host}:{Address.Port} (from {Source})";

    /// <summary>
    /// Decides once for an endpoint. An explicit proxy is used whatever the environment says; otherwise HTTPS_PROXY or HTTP_PROXY (or
    /// their lower-case forms), unless NO_PROXY lists the host or it is this machine.
    /// </summary>
    public static bool TryChoose(
        Endpoint endpoint, string? explicitProxy, Func<string, string?> environment, [NotNullWhen(true)] out ProxyChoice? choice, [NotNullWhen(false)] out string? error)
    {
        choice = null;
        var (text, source) = string.IsNullOrWhiteSpace(explicitProxy)
            ? FromEnvironment(endpoint, environment)
            : (explicitProxy.Trim(), "proxy");
        if (text is null)
        {
            (choice, error) = (Direct, null);
            return true;
        }
        if (!TryParse(text, source, out choice, out error))
            return false;
        if (!endpoint.IsTls)
        {
            error = $"endpoint {endpoint} is plain text and would go through the proxy {choice}: HTTP/2 in plain text cannot pass an HTTP proxy; "
                + "use TLS, or reach the endpoint directly (NO_PROXY)";
            choice = null;
            return false;
        }
        return true;
    }

    private static (string? Text, string Source) FromEnvironment(Endpoint endpoint, Func<string, string?> environment)
    {
        var name = endpoint.IsTls ? "HTTPS_PROXY" : "HTTP_PROXY";
        var text = environment(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            name = endpoint.IsTls ? "https_proxy" : "http_proxy";
            text = environment(name);
        }
        if (string.IsNullOrWhiteSpace(text) || IsThisMachine(endpoint.Host))
            return (null, "");
        var none = environment("NO_PROXY") is { Length: > 0 } upper ? upper : environment("no_proxy");
        return new NoProxy(none).Matches(endpoint.Host, endpoint.Port) ? (null, "") : (text.Trim(), name);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // proxy = [ "http://" | "https://" ] [ user [ ":" password ] "@" ] host [ ":" port ] [ "/" ]
    private static bool TryParse(string text, string source, [NotNullWhen(true)] out ProxyChoice? choice, [NotNullWhen(false)] out string? error)
    {
        choice = null;
        error = $"{source} is not a proxy address: give http://host:port or https://host:port, with user:password@ in front of the host if it asks for one";
        var scheme = "http";
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        if (separator >= 0)
        {
            scheme = text[..separator].ToLowerInvariant();
            text = text[(separator + 3)..];
            if (scheme is not ("http" or "https"))
            {
                error = $"{source}: proxies are reached by http:// or https://, not by another scheme";
                return false;
            }
        }
        NetworkCredential? credential = null;
        var at = text.LastIndexOf('@');
        if (at >= 0)
        {
            var user = text[..at];
            var colon = user.IndexOf(':', StringComparison.Ordinal);
            credential = colon < 0
                ? new NetworkCredential(Uri.UnescapeDataString(user), "")
                : new NetworkCredential(Uri.UnescapeDataString(user[..colon]), Uri.UnescapeDataString(user[(colon + 1)..]));
            text = text[(at + 1)..];
        }
        if (!Endpoint.TrySplit(text.TrimEnd('/'), scheme == "https" ? 443 : 80, out var host, out var port))
            return false;
        var bracketed = host.Contains(':') ? $"[{host}]" : host;
        choice = new ProxyChoice(new Uri($"{scheme}://{bracketed}:{port}/"), credential, source);
        error = null;
        return true;
    }
}
