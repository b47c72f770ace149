using Hex.Export.Grpc.Credentials;
using Hex.Export.Grpc.Proxy;
using Hex.Export.Text;

namespace Hex.Export.Grpc;

/// <summary>What <see cref="GrpcTransportOptions"/> say, checked: the endpoint parsed and the proxy chosen.</summary>
internal sealed record TransportSettings(Endpoint Endpoint, ProxyChoice Proxy)
{
    /// <summary>Checks everything and lists every problem; the settings are null when there is one.</summary>
    public static TransportSettings? From(GrpcTransportOptions options, Func<string, string?> environment, ICollection<string> problems)
    {
        ProxyChoice? proxy = null;
        if (!Endpoint.TryParse(options.Endpoint, options.Insecure, out var endpoint, out var error))
            problems.Add(error);
        else if (!ProxyChoice.TryChoose(endpoint, options.Proxy, environment, out proxy, out error))
            problems.Add(error);

        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(10))
            problems.Add($"timeout {options.Timeout.TotalSeconds:0.###} s is not between 100 ms and 10 min");
        if (options.ConnectionLifetime < TimeSpan.FromSeconds(10) || options.ConnectionLifetime > TimeSpan.FromDays(1))
            problems.Add($"connection lifetime {options.ConnectionLifetime.TotalSeconds:0.###} s is not between 10 s and 1 day");
        CheckTls(options.Tls, endpoint, problems);
        CheckCredentials(options, problems);
        foreach (var (name, value) in options.Headers)
        {
            if ((HeaderText.NameError(name) ?? HeaderText.ValueError(value)) is { } problem)
                problems.Add($"header '{Printable.From(name, 64)}': {problem}");
        }
        if (HeaderText.ValueError(options.UserAgent) is { } badAgent)
            problems.Add($"user agent: {badAgent}");
        return problems.Count == 0 ? new TransportSettings(endpoint!, proxy!) : null;
    }

    private static void CheckTls(TlsOptions tls, Endpoint? endpoint, ICollection<string> problems)
    {
        if (tls.Cert.Length > 0 != tls.Key.Length > 0)
            problems.Add("tls.cert and tls.key belong together: one is set, the other is not");
        if (tls.ServerName.Length > 0 && Uri.CheckHostName(tls.ServerName) == UriHostNameType.Unknown)
            problems.Add($"tls.serverName '{Printable.From(tls.ServerName, 200)}' is not a host name");
        if (endpoint is { IsTls: false } && (tls.Ca.Length > 0 || tls.Cert.Length > 0 || tls.ServerName.Length > 0))
            problems.Add($"endpoint {endpoint} is plain text, so tls.ca, tls.cert and tls.serverName have no effect: remove them, or remove insecure");
    }

    private static void CheckCredentials(GrpcTransportOptions options, ICollection<string> problems)
    {
        var set = new List<string>();
        foreach (var (name, value) in new[] { ("apiKey", options.ApiKey), ("apiKeyFile", options.ApiKeyFile), ("apiKeyVariable", options.ApiKeyVariable), ("tokenFile", options.TokenFile) })
        {
            if (value.Length > 0)
                set.Add(name);
        }
        if (set.Count > 1)
            problems.Add($"{string.Join(" and ", set)} are set: give one credential");
        if (options.ApiKey.Length > 0 && CredentialFormat.ApiKey(System.Text.Encoding.UTF8.GetBytes(options.ApiKey), out var error) is null)
            problems.Add($"apiKey: {error}");
    }
}
