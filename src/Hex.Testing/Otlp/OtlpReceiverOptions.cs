namespace Hex.Testing.Otlp;

/// <summary>What an <see cref="OtlpReceiver"/> keeps of what it accepts.</summary>
public enum Keep
{
    /// <summary>Decodes every request with generated messages and keeps every record.</summary>
    All,

    /// <summary>
    /// Walks the wire format without building objects: counts records and points, and unique and repeated <c>log.record.uid</c>s at 16 to 32
    /// bytes each. For millions of records.
    /// </summary>
    CountsOnly,

    /// <summary>Looks at no message at all: counts requests and bytes.</summary>
    Discard,
}

/// <summary>How an <see cref="OtlpReceiver"/> protects its connections.</summary>
public enum ReceiverTls
{
    /// <summary>HTTP/2 in plaintext with prior knowledge.</summary>
    None,

    /// <summary>TLS with a certificate of <see cref="OtlpReceiver.Authority"/>.</summary>
    Server,

    /// <summary>TLS that also requires a client certificate of <see cref="OtlpReceiver.Authority"/>.</summary>
    Mutual,
}

/// <summary>How an <see cref="OtlpReceiver"/> is set up.</summary>
public sealed class OtlpReceiverOptions
{
    /// <summary>The port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Default <see cref="ReceiverTls.None"/>.</summary>
    public ReceiverTls Tls { get; set; }

    /// <summary>Who issues the certificates with TLS; one of its own if null (default).</summary>
    public TestAuthority? Authority { get; set; }

    /// <summary>The names and addresses the server's certificate is for; default <c>localhost</c> and <c>127.0.0.1</c>.</summary>
    public IReadOnlyList<string> ServerNames { get; set; } = ["localhost", "127.0.0.1"];

    /// <summary>True makes it a server that speaks nothing but HTTP/1.1 and answers 404 with a page of HTML. Default false.</summary>
    public bool Http1Only { get; set; }

    /// <summary>Default <see cref="Keep.All"/>.</summary>
    public Keep Keep { get; set; }

    /// <summary>Called for each log record with <see cref="Keep.CountsOnly"/>, possibly by several threads at once; null by default.</summary>
    public LogRecordInspector? Inspect { get; set; }

    /// <summary>How many of the latest requests' metadata are kept; default 200.</summary>
    public int KeepRequests { get; set; } = 200;

    /// <summary>
    /// The longest message in bytes, before and after decompression; longer ones are RESOURCE_EXHAUSTED without a RetryInfo. Default 4 MiB, the
    /// default of grpc-go and most servers.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 4 << 20;

    /// <summary>False answers UNIMPLEMENTED to a gzip request. Default true.</summary>
    public bool AcceptGzip { get; set; } = true;

    /// <summary>HTTP/2 receive window of a connection in bytes, at least 65,535; default 16 MiB. Small windows cost throughput.</summary>
    public int ConnectionWindowBytes { get; set; } = 16 << 20;

    /// <summary>HTTP/2 receive window of a request in bytes, at least 65,535; default 8 MiB. A slow reader pushes back only past it.</summary>
    public int StreamWindowBytes { get; set; } = 8 << 20;

    /// <summary>Headers every request must carry (lower case name, exact value), else it is UNAUTHENTICATED. None by default.</summary>
    public IDictionary<string, string> RequiredHeaders { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The clock of scripted delays and of <see cref="ReceivedRequest.At"/>; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
