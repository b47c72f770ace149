using Google.Protobuf;
using Hex.Export.Grpc;
using Hex.Export.Tests.Support;
using Hex.Telemetry;
using Hex.Testing.Otlp;
using Hex.Testing.Otlp.Proto;

namespace Hex.Export.Tests.Interop;

/// <summary>What two gRPC servers of other people decode is what we meant: @grpc/grpc-js with protobuf.js, and grpcio (gRPC C core) with its own protobuf.</summary>
public sealed class InteropTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public static TheoryData<string> Servers => ["node", "python"];

    public static TheoryData<string, string, GrpcCompression> Ways
    {
        get
        {
            var ways = new TheoryData<string, string, GrpcCompression>();
            foreach (var server in new[] { "node", "python" })
            {
                ways.Add(server, "plain", GrpcCompression.None);
                ways.Add(server, "plain", GrpcCompression.Gzip);
                ways.Add(server, "tls", GrpcCompression.None);
                ways.Add(server, "tls", GrpcCompression.Gzip);
                ways.Add(server, "mtls", GrpcCompression.Gzip);
            }
            return ways;
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Logs_and_metrics_are_decoded_as_meant(string which, string security, GrpcCompression compression)
    {
        using var server = await ForeignServer.StartAsync(which, ServerFiles(security));
        var options = Options(server, security, compression);
        using var transport = new RecordingTransport(new HttpGrpcTransport(options));
        using var exporter = new OtlpExporter(transport, options);
        var samples = FsCheck.Fluent.Gen.Sample(LogSamples.Samples, 40, 30).Select(s => s with { Resource = Resource, Observed = 5 }).ToList();

        using var logs = ((ILogExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        using (var batch = LogSamples.Batch(samples))
            logs.Add(batch, 0);
        Assert.Equal(ExportResult.Accepted, await logs.SendAsync(0, logs.Count, TestContext.Current.CancellationToken));
        var received = await server.NextAsync();
        Assert.Equal("logs", received.Signal);
        Assert.Equal(compression != GrpcCompression.None, Assert.Single(transport.Compressed));
        Assert.Equal(LogSamples.Expected(samples.Select(s => (s.Resource, s))), JsonParser.Default.Parse<ExportLogsServiceRequest>(received.Request));

        using var metrics = Metrics(exporter);
        Assert.Equal(ExportResult.Accepted, await metrics.SendAsync(0, metrics.Count, TestContext.Current.CancellationToken));
        received = await server.NextAsync();
        Assert.Equal("metrics", received.Signal);
        Assert.Equal(ExpectedMetrics, JsonParser.Default.Parse<ExportMetricsServiceRequest>(received.Request).ResourceMetrics.Single().ScopeMetrics.Single().Metrics.ToString());
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Refusals_are_understood(string which)
    {
        using var server = await ForeignServer.StartAsync(which, "--api-key", "right-key");
        using var wrong = new OtlpExporter(Options(server, "plain", GrpcCompression.Gzip, o => o.ApiKey = "wrong-key"));
        Assert.Equal(ExportResult.EndpointFault("UNAUTHENTICATED: wrong key \u2014 \u9375"), await SendAsync(wrong, "hello"));

        using var exporter = new OtlpExporter(Options(server, "plain", GrpcCompression.Gzip, o => o.ApiKey = "right-key"));
        Assert.Equal(ExportResult.Retry("UNAVAILABLE: busy", TimeSpan.FromSeconds(3)), await SendAsync(exporter, "come again"));
        Assert.Equal(ExportResult.PartiallyAccepted(1, "the server rejected 1 of 1 log records: not that one"), await SendAsync(exporter, "half of it"));
        Assert.Equal(ExportResult.Accepted, await SendAsync(exporter, "hello"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Large_request_passes_the_windows_of_another_implementation(string which)
    {
        using var server = await ForeignServer.StartAsync(which);
        using var exporter = new OtlpExporter(Options(server, "plain", GrpcCompression.None));
        Assert.Equal(ExportResult.Accepted, await SendAsync(exporter, new string('x', 3_900_000)));
        Assert.InRange((await server.NextAsync()).Request.Length, 3_900_000, 4_000_000);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Request_above_the_limit_of_another_implementation_is_too_large(string which)
    {
        using var server = await ForeignServer.StartAsync(which);
        using var exporter = new OtlpExporter(Options(server, "plain", GrpcCompression.None, o => o.MaxRequestBytes = 16 * 1024 * 1024));
        Assert.Equal(ExportStatus.TooLarge, (await SendAsync(exporter, new string('x', 9_000_000))).Status);
        Assert.Equal(ExportResult.Accepted, await SendAsync(exporter, "hello"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Missing_client_certificate_is_explained(string which)
    {
        using var server = await ForeignServer.StartAsync(which, ServerFiles("mtls"));
        using var exporter = new OtlpExporter(Options(server, "tls", GrpcCompression.None));
        Assert.Contains("set tls.cert and tls.key", (await SendAsync(exporter, "hello")).Reason, StringComparison.Ordinal);
    }

    private static Telemetry.Resource Resource { get; } = LogSamples.Pool.Get(("k8s.pod.name", "web-0"), ("k8s.namespace.name", "shop"));

    private static string ExpectedMetrics =>
        """[ { "name": "a.gauge", "description": "A gauge.", "unit": "1", "gauge": { "dataPoints": [ { "timeUnixNano": "7", "asDouble": 0.5, "attributes": [ { "key": "k", "value": { "stringValue": "v" } } ] }, { "timeUnixNano": "7", "flags": 1 } ] } }, { "name": "a.sum", "unit": "{pod}", "sum": { "dataPoints": [ { "startTimeUnixNano": "3", "timeUnixNano": "7", "asInt": "-5" } ], "aggregationTemporality": "AGGREGATION_TEMPORALITY_CUMULATIVE" } }, { "name": "a.counter", "unit": "By", "sum": { "dataPoints": [ { "startTimeUnixNano": "3", "timeUnixNano": "7", "asInt": "9223372036854775807" } ], "aggregationTemporality": "AGGREGATION_TEMPORALITY_CUMULATIVE", "isMonotonic": true } } ]""";

    private static MetricRequest Metrics(OtlpExporter exporter)
    {
        var request = ((IMetricExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        using var writer = new MetricWriter(LogSamples.Pool, 7, batch =>
        {
            request.Add(batch, 0);
            batch.Dispose();
        });
        var gauge = Instrument.Gauge("a.gauge", "1", "A gauge.");
        writer.For(Resource).Record(gauge, 0.5, ("k", "v"));
        writer.For(Resource).Record(gauge, MetricValue.None);
        writer.For(Resource, 3).Record(Instrument.UpDownSum("a.sum", "{pod}", ""), -5);
        writer.For(Resource, 3).Record(Instrument.Counter("a.counter", "By", ""), long.MaxValue);
        writer.Flush();
        return request;
    }

    private static async Task<ExportResult> SendAsync(OtlpExporter exporter, string body)
    {
        using var batch = new LogBatch(Resource);
        batch.Add(1, body);
        using var request = ((ILogExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        request.Add(batch, 0);
        return await request.SendAsync(0, 1, TestContext.Current.CancellationToken);
    }

    private string[] ServerFiles(string security)
    {
        if (security == "plain")
            return [];
        using var issued = _authority.IssueServer(["localhost", "127.0.0.1"]);
        string[] files = ["--cert", _folder.Write("server.pem", issued.CertificatePem), "--key", _folder.Write("server.key", issued.KeyPem)];
        return security == "tls" ? files : [.. files, "--client-ca", _folder.Write("client-ca.pem", _authority.Pem)];
    }

    private OtlpExporterOptions Options(ForeignServer server, string security, GrpcCompression compression, Action<OtlpExporterOptions>? configure = null)
    {
        var options = new OtlpExporterOptions { Endpoint = $"127.0.0.1:{server.Port}", Insecure = security == "plain", Compression = compression, Timeout = TimeSpan.FromSeconds(30) };
        if (security != "plain")
            options.Tls.Ca = _folder.Write("ca.pem", _authority.Pem);
        if (security == "mtls")
        {
            using var client = _authority.IssueClient();
            options.Tls.Cert = _folder.Write("client.pem", client.CertificatePem);
            options.Tls.Key = _folder.Write("client.key", client.KeyPem);
        }
        configure?.Invoke(options);
        return options;
    }

    private sealed class RecordingTransport(IGrpcTransport inner) : IGrpcTransport
    {
        public List<bool> Compressed { get; } = [];

        public string Endpoint => inner.Endpoint;

        public Task<GrpcReply> CallAsync(GrpcCall call, CancellationToken cancellationToken)
        {
            Compressed.Add(call.IsCompressed);
            return inner.CallAsync(call, cancellationToken);
        }

        public void Dispose() => inner.Dispose();
    }
}
