using System.ComponentModel.DataAnnotations;
using Hex.Telemetry;

namespace Hex.Export.Grpc;

/// <summary>How to reach a gRPC server and as whom. At most one of the credential options may be set.</summary>
public class GrpcTransportOptions
{
    /// <summary>10 s: the default of OTLP exporters (OpenTelemetry protocol exporter specification, OTEL_EXPORTER_OTLP_TIMEOUT).</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>10 min: long enough that handshakes cost nothing, short enough that load balancers get to spread agents over new servers.</summary>
    public static readonly TimeSpan DefaultConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// <c>host:port</c>, <c>https://host[:port]</c> or, with <see cref="Insecure"/>, <c>http://host[:port]</c>. A bare <c>host:port</c> means TLS
    /// (unless <see cref="Insecure"/>); a bare host gets port 4317.
    /// </summary>
    [Required]
    public string Endpoint { get; set; } = "";

    /// <summary>Allows plain text. Default false. It does not switch off any check of certificates.</summary>
    public bool Insecure { get; set; }

    /// <summary>Certificates; the defaults trust what the system trusts.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>
    /// HTTP proxy for TLS connections, <c>[http://|https://][user:password@]host:port</c>. Empty (default): HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY
    /// lists the host. A proxy given here is used whatever NO_PROXY says.
    /// </summary>
    public string Proxy { get; set; } = "";

    /// <summary>How long one call may take, connecting included: 100 ms to 10 min. Default 10 s.</summary>
    [DurationRange("00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How long a connection is used before a new one is made, give or take a tenth: 10 s to 1 day. Default 10 min.</summary>
    [DurationRange("00:00:10", "1.00:00:00")]
    public TimeSpan ConnectionLifetime { get; set; } = DefaultConnectionLifetime;

    /// <summary>Headers added to every request: a tenant, an Authorization. Values are treated as secrets.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>API key, sent as <c>x-api-key</c>.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>File that holds the API key; read again when it changes.</summary>
    public string ApiKeyFile { get; set; } = "";

    /// <summary>Environment variable that holds the API key.</summary>
    public string ApiKeyVariable { get; set; } = "";

    /// <summary>File that holds an agent token, <c>{"mcd_id": "…", "mcd_token": "…"}</c>, sent as <c>x-mcd-id</c> and <c>x-mcd-token</c>; read again when it changes.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>The User-Agent header; empty (default) is this library and its version.</summary>
    public string UserAgent { get; set; } = "";
}
