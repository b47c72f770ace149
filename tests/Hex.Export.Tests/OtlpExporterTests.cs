using Hex.Export.Grpc;
using Hex.Export.Tests.Support;
using Hex.Telemetry;
using Hex.Testing.Otlp;
using GrpcStatusCode = Hex.Testing.Otlp.GrpcStatusCode;

namespace Hex.Export.Tests;

public class OtlpExporterTests
{
    private static readonly ResourcePool Pool = new();

    [Theory]
    [InlineData(GrpcCompression.None)]
    [InlineData(GrpcCompression.Gzip)]
    public async Task Logs_and_metrics_arrive(GrpcCompression compression)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var exporter = Exporter(receiver, o => o.Compression = compression);

        Assert.Equal(ExportResult.Accepted, await SendLogsAsync(exporter, 100));
        Assert.Equal(ExportResult.Accepted, await SendMetricAsync(exporter, 42));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"line {i}"), receiver.Logs.Select(l => l.Body));
        Assert.All(receiver.Logs, l => Assert.Equal("web-0", l.Resource["k8s.pod.name"]));
        Assert.Equal("hex.test", Assert.Single(receiver.Metrics).Name);
        Assert.Equal(compression != GrpcCompression.None, receiver.Requests[0].Compressed);
        Assert.False(receiver.Requests[1].Compressed);
    }

    [Fact]
    public async Task Server_without_gzip_gets_plain_requests_from_then_on()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.AcceptGzip = false);
        using var exporter = Exporter(receiver);
        for (var i = 0; i < 3; i++)
            Assert.Equal(ExportResult.Accepted, await SendLogsAsync(exporter, 100));
        Assert.Equal([false, true, true, true], receiver.Requests.Select(r => r.Accepted));
    }

    [Fact]
    public async Task Server_without_the_service_is_not_taken_for_one_without_gzip()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Script.Next(4, Fault.Refuse(GrpcStatusCode.Unimplemented, "unknown service"));
        using var exporter = Exporter(receiver);
        for (var i = 0; i < 2; i++)
            Assert.Equal("UNIMPLEMENTED: unknown service", (await SendLogsAsync(exporter, 100)).Reason);
        Assert.Equal(ExportResult.Accepted, await SendLogsAsync(exporter, 100));
        Assert.Equal([true, false, true, false, true], receiver.Requests.Select(r => r.Compressed));
    }

    [Fact]
    public async Task Part_of_a_request_can_be_sent()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var exporter = Exporter(receiver);
        using var request = Logs(exporter, 10);
        await request.SendAsync(3, 4, TestContext.Current.CancellationToken);
        Assert.Equal(["line 3", "line 4", "line 5", "line 6"], receiver.Logs.Select(l => l.Body));
    }

    [Fact]
    public async Task Verdicts_of_a_real_server()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var exporter = Exporter(receiver);
        async Task<ExportResult> With(Fault fault)
        {
            receiver.Script.Next(fault);
            return await SendLogsAsync(exporter, 3);
        }
        Assert.Equal(ExportResult.Retry("UNAVAILABLE: later \u20ac", TimeSpan.FromSeconds(2)), await With(Fault.Refuse(GrpcStatusCode.Unavailable, "later \u20ac", TimeSpan.FromSeconds(2))));
        Assert.Equal(ExportResult.Retry("UNAVAILABLE: trailers", TimeSpan.FromSeconds(2)), await With(Fault.Refuse(GrpcStatusCode.Unavailable, "trailers", TimeSpan.FromSeconds(2)).WithTrailers()));
        Assert.Equal(ExportResult.TooLarge("RESOURCE_EXHAUSTED"), await With(Fault.Refuse(GrpcStatusCode.ResourceExhausted)));
        Assert.Equal(ExportResult.Rejected("INVALID_ARGUMENT: no"), await With(Fault.Refuse(GrpcStatusCode.InvalidArgument, "no")));
        Assert.Equal(ExportResult.PartiallyAccepted(2, "the server rejected 2 of 3 log records: dup"), await With(Fault.PartialSuccess(2, "dup")));
        Assert.Equal(ExportStatus.EndpointFault, (await With(Fault.NotGrpc())).Status);
        Assert.Equal(ExportStatus.Retry, (await With(Fault.NotGrpc(503))).Status);
        Assert.Equal(ExportStatus.Retry, (await With(Fault.DropConnection())).Status);
        Assert.Equal(ExportStatus.Retry, (await With(Fault.ResetStream())).Status);
        Assert.Equal(ExportStatus.Retry, (await With(Fault.LoseAck())).Status);
        Assert.Equal(ExportStatus.Accepted, (await With(Fault.GoAway())).Status);
        Assert.Equal(ExportStatus.Accepted, (await With(Fault.None)).Status);
    }

    [Fact]
    public async Task Offline_server_is_a_retry_and_works_again_when_it_is_back()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var exporter = Exporter(receiver);
        Assert.Equal(ExportResult.Accepted, await SendLogsAsync(exporter, 1));
        await receiver.GoOfflineAsync();
        Assert.Equal(ExportStatus.Retry, (await SendLogsAsync(exporter, 1)).Status);
        await receiver.GoOnlineAsync();
        Assert.Equal(ExportResult.Accepted, await SendLogsAsync(exporter, 1));
    }

    [Fact]
    public async Task Hanging_server_is_a_retry_after_the_timeout()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Script.Next(Fault.Hang());
        using var exporter = Exporter(receiver, o => o.Timeout = TimeSpan.FromMilliseconds(300));
        var result = await SendLogsAsync(exporter, 1);
        Assert.Equal(ExportStatus.Retry, result.Status);
        Assert.Equal($"no answer from http://127.0.0.1:{receiver.Port} within 0.3 s", result.Reason);
    }

    [Fact]
    public async Task Wrong_credential_is_an_endpoint_fault_that_ends_when_the_file_is_right()
    {
        using var folder = new TempFolder();
        var time = new Hex.Testing.FakeTimeProvider();
        await using var receiver = await OtlpReceiver.StartAsync(o => o.RequiredHeaders["x-api-key"] = "right-key");
        using var exporter = new OtlpExporter(Options(receiver, o => o.ApiKeyFile = folder.Write("key", "wrong-key\n")), null, time);
        var result = await SendLogsAsync(exporter, 1);
        Assert.Equal(ExportStatus.EndpointFault, result.Status);
        Assert.StartsWith("UNAUTHENTICATED", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", result.Reason, StringComparison.Ordinal);
        folder.Write("key", "right-key\n");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ExportResult.Accepted, await SendLogsAsync(exporter, 1));
    }

    [Theory]
    [InlineData(GrpcCompression.Gzip, true, 1)]
    [InlineData(GrpcCompression.Gzip, false, 2)]
    [InlineData(GrpcCompression.None, true, 1)]
    public async Task Packed_points_arrive_whatever_the_server_takes(GrpcCompression compression, bool serverKnowsGzip, int requests)
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.AcceptGzip = serverKnowsGzip);
        using var exporter = Exporter(receiver, o => o.Compression = compression);
        using var request = ((IMetricExporter)exporter).CreateRequest(200_000);
        using var writer = new MetricWriter(Pool, 1, batch =>
        {
            request.Add(batch, 0);
            batch.Dispose();
        });
        var metrics = writer.For(Pool.Get(("k8s.pod.name", "web-0")));
        var instrument = Instrument.Gauge("hex.test", "1", "");
        for (var i = 0; !request.IsFull; i++)
            metrics.Record(instrument, i);
        Assert.InRange(request.BufferBytes, 1, 64 * 1024);
        Assert.Equal(ExportResult.Accepted, await request.SendAsync(0, request.Count, TestContext.Current.CancellationToken));
        Assert.Equal(request.Count, receiver.Metrics.Count);
        Assert.Equal(requests, receiver.Requests.Count);
    }

    [Fact]
    public async Task Check_sends_an_empty_request()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var exporter = Exporter(receiver);
        Assert.Equal(ExportResult.Accepted, await exporter.CheckAsync(TestContext.Current.CancellationToken));
        Assert.Empty(receiver.Logs);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task Incompressible_request_goes_out_plain()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var exporter = Exporter(receiver);
        var random = new Random(5);
        using var batch = new LogBatch(Pool.Get(("k8s.pod.name", "web-0")));
        for (var i = 0; i < 200; i++)
            batch.Add(1, string.Concat(Enumerable.Range(0, 400).Select(_ => (char)random.Next(0x20000 >> 4, 0xd000))));
        using var request = ((ILogExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        request.Add(batch, 0);
        Assert.Equal(ExportResult.Accepted, await request.SendAsync(0, request.Count, TestContext.Current.CancellationToken));
        Assert.Equal(batch.Count, receiver.Logs.Count);
    }

    [Fact]
    public async Task Cancelled_send_throws()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Script.Next(Fault.Hang());
        using var exporter = Exporter(receiver);
        using var request = Logs(exporter, 1);
        using var stop = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await request.SendAsync(0, 1, stop.Token));
    }

    private static OtlpExporter Exporter(OtlpReceiver receiver, Action<OtlpExporterOptions>? configure = null) => new(Options(receiver, configure));

    private static OtlpExporterOptions Options(OtlpReceiver receiver, Action<OtlpExporterOptions>? configure = null)
    {
        var options = new OtlpExporterOptions { Endpoint = receiver.Endpoint.ToString(), Insecure = true };
        configure?.Invoke(options);
        return options;
    }

    private static LogRequest Logs(OtlpExporter exporter, int count)
    {
        using var batch = new LogBatch(Pool.Get(("k8s.pod.name", "web-0")), 1);
        for (var i = 0; i < count; i++)
            batch.Add(i + 1, $"line {i}", uid: (ulong)i + 1);
        var request = ((ILogExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        Assert.Equal(count, request.Add(batch, 0));
        return request;
    }

    private static async Task<ExportResult> SendLogsAsync(OtlpExporter exporter, int count)
    {
        using var request = Logs(exporter, count);
        return await request.SendAsync(0, count, TestContext.Current.CancellationToken);
    }

    private static async Task<ExportResult> SendMetricAsync(OtlpExporter exporter, long value)
    {
        var instrument = Instrument.Gauge("hex.test", "1", "");
        using var request = ((IMetricExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        using var writer = new MetricWriter(Pool, 1, batch =>
        {
            request.Add(batch, 0);
            batch.Dispose();
        });
        writer.For(Pool.Get(("k8s.pod.name", "web-0"))).Record(instrument, value);
        writer.Flush();
        return await request.SendAsync(0, 1, TestContext.Current.CancellationToken);
    }
}
