using static Hex.Agent.Configuration.Table.OptionKinds;

namespace Hex.Agent.Configuration.Table;

/// <summary>server.*: the OTLP/gRPC backend.</summary>
internal static class ServerOptions
{
    public static readonly Option<string> Endpoint = new("server.endpoint", new Kinds.TextKind("endpoint", "host[:port], https://host[:port] or http://host[:port]"))
    {
        Default = "\"\"",
        Doc = "The OTLP/gRPC backend: `host:port` (TLS; port 4317 when left out), `https://…`, or `http://…` with `server.insecure`. Needed by `exporters: otlp`.",
    };

    public static readonly Option<string> ApiKey = new("server.apiKey", Text)
    {
        Default = "\"\"",
        IsSecret = true,
        Doc = "API key, sent as `x-api-key`. Better in a file: see `server.apiKeyFile`. At most one of the three credentials.",
    };

    public static readonly Option<string> ApiKeyFile = new("server.apiKeyFile", OptionKinds.Path)
    {
        Default = "\"\"",
        Doc = "File with the API key; read again when it changes.",
    };

    public static readonly Option<string> TokenFile = new("server.tokenFile", OptionKinds.Path)
    {
        Default = "\"\"",
        Doc = "Agent token file `{\"mcd_id\": …, \"mcd_token\": …}`; read again when it changes.",
    };

    public static readonly Option<IReadOnlyDictionary<string, string>> Headers = new("server.headers", Map)
    {
        Default = "{}",
        IsSecret = true,
        Doc = "Headers sent with every request (tenant, Authorization). Their values are treated as secrets.",
    };

    public static readonly Option<bool> Insecure = new("server.insecure", Flag)
    {
        Default = "false",
        Doc = "Allows plaintext to `http://…` or `host:port`. Everything sent, credentials too, can then be read on the way.",
    };

    public static readonly Option<string> TlsCa = new("server.tls.ca", OptionKinds.Path)
    {
        Default = "\"\"",
        Doc = "PEM file, or directory of them, with certification authorities added to the system's; read again when it changes.",
    };

    public static readonly Option<string> TlsCert = new("server.tls.cert", OptionKinds.Path)
    {
        Default = "\"\"",
        Doc = "PEM file with the client certificate for mutual TLS; needs `server.tls.key`.",
    };

    public static readonly Option<string> TlsKey = new("server.tls.key", OptionKinds.Path)
    {
        Default = "\"\"",
        Doc = "PEM file with the client certificate's private key.",
    };

    public static readonly Option<string> TlsServerName = new("server.tls.serverName", Text)
    {
        Default = "\"\"",
        Doc = "Name the server's certificate must have, when it is not the endpoint's host.",
    };

    public static readonly Option<string> Proxy = new("server.proxy", OptionKinds.Proxy)
    {
        Default = "\"\"",
        IsSecret = true,
        Doc = "Proxy for the connection to the server. Empty: HTTPS_PROXY, HTTP_PROXY and NO_PROXY (hosts, leading dots, ports, CIDR) decide.",
    };

    public static readonly Option<CompressionChoice> Compression = new("server.compression", OptionKinds.Compression)
    {
        Default = "auto",
        Doc = "`auto` is gzip; `none` saves CPU where the network is free.",
    };

    public static readonly Option<TimeSpan> Timeout = new("server.timeout", Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)))
    {
        Default = "10s",
        Doc = "How long one request may take before it is tried again.",
    };

    public static readonly IReadOnlyList<Option> All =
    [
        Endpoint, ApiKey, ApiKeyFile, TokenFile, Headers, Insecure, TlsCa, TlsCert, TlsKey, TlsServerName, Proxy, Compression, Timeout,
    ];
}
