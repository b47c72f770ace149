using Hex.Export.Grpc;
using Hex.Export.Otlp;
using Hex.Export.Otlp.Logs;
using Hex.Export.Otlp.Metrics;
using Hex.Export.Otlp.Sending;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Export;

/// <summary>
/// Sends logs and metrics by OTLP over gRPC (<c>opentelemetry.proto.collector.{logs,metrics}.v1</c>) to one server or collector.
/// A leaf: it encodes and sends once; give it to a pipeline, which batches, retries and holds.
/// </summary>
/// <example><code>
/// using var exporter = new OtlpExporter(new OtlpExporterOptions { Endpoint = "ingest.example.com:4317", ApiKey = key });
/// </code></example>
public sealed class OtlpExporter : ILogExporter, IMetricExporter, IDisposable, IAsyncDisposable
{
    // Two requests in flight, each plain and compressed, and two being built.
    private const int IdleRequests = 6;

    // A request being built, its compressed form in the making, and some that wait compressed.
    private const long IdleMetricBytes = 1024 * 1024;

    private readonly IGrpcTransport _transport;
    private readonly bool _ownsTransport;
    private readonly bool _compresses;
    private readonly OtlpEncoder _encoder;

    /// <summary>Makes an exporter; it connects with the first request.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="loggers">Where it tells of files that changed and of compression refused; nowhere when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <exception cref="ArgumentException">The options contradict each other; the message lists every problem, without secrets.</exception>
    public OtlpExporter(OtlpExporterOptions options, ILoggerFactory? loggers = null, TimeProvider? timeProvider = null)
        : this(options, transport: null, loggers, timeProvider)
    {
    }

    /// <summary>Makes an exporter over a transport of your own, which stays yours.</summary>
    /// <param name="transport">Carries the calls.</param>
    /// <param name="options">Compression, timeout and request size; the rest is the transport's. Defaults when null.</param>
    /// <param name="loggers">Where it tells of compression refused; nowhere when null.</param>
    public OtlpExporter(IGrpcTransport transport, OtlpExporterOptions? options = null, ILoggerFactory? loggers = null)
        : this(options ?? new OtlpExporterOptions(), transport, loggers, timeProvider: null) => ArgumentNullException.ThrowIfNull(transport);

    private OtlpExporter(OtlpExporterOptions options, IGrpcTransport? transport, ILoggerFactory? loggers, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRequestBytes, OtlpExporterOptions.SmallestMaxRequestBytes, nameof(options));
        loggers ??= NullLoggerFactory.Instance;
        MaxRequestBytes = options.MaxRequestBytes;
        _ownsTransport = transport is null;
        _compresses = options.Compression == GrpcCompression.Gzip;
        _transport = transport ?? new HttpGrpcTransport(options, loggers.CreateLogger<HttpGrpcTransport>(), timeProvider);
        var logs = new RequestBuffers(IdleRequests * (long)MaxRequestBytes);
        var metrics = new RequestBuffers(IdleMetricBytes);
        _encoder = new OtlpEncoder(new GrpcSink(_transport, _compresses, options.Timeout, logs, loggers.CreateLogger<OtlpExporter>()), logs, metrics);
    }

    /// <inheritdoc cref="ILogExporter.Name"/>
    public string Name => "otlp";

    /// <summary>The endpoint, for status pages; never holds a credential.</summary>
    public string Endpoint => _transport.Endpoint;

    /// <summary>How requests are compressed: <c>gzip</c> or <c>none</c>.</summary>
    public string Compression => _compresses ? "gzip" : "none";

    /// <inheritdoc cref="ILogExporter.MaxRequestBytes"/>
    public int MaxRequestBytes { get; }

    LogRequest ILogExporter.CreateRequest(int maxBytes) => new OtlpLogRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    MetricRequest IMetricExporter.CreateRequest(int maxBytes) => new OtlpMetricRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    /// <summary>
    /// Calls the server once with an empty request, to see whether endpoint and credential are right: what <c>reachability</c> checks. Servers answer it like any other.
    /// </summary>
    public async Task<ExportResult> CheckAsync(CancellationToken cancellationToken = default)
    {
        using var body = new OtlpBody(_encoder.Buffers(OtlpSignal.Logs), RequestBuffers.Smallest);
        return await _encoder.Sink.SendAsync(OtlpSignal.Logs, body.Frame(), 0, cancellationToken);
    }

    /// <summary>Closes the connection when the running calls have ended. Idempotent.</summary>
    public void Dispose()
    {
        if (_ownsTransport)
            _transport.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
