using BenchmarkDotNet.Attributes;
using Hex.Export;
using Hex.Export.Grpc;
using Hex.Telemetry;

namespace Hex.Benchmarks;

/// <summary>A request of 4 MiB of log records through the exporter, up to the transport, which drops it: what compressing costs.</summary>
[MemoryDiagnoser]
public class Compression
{
    private const int Records = 10_000;
    private OtlpExporter? _exporter;
    private LogRequest? _request;

    /// <summary>How.</summary>
    [Params(GrpcCompression.None, GrpcCompression.Gzip)]
    public GrpcCompression With { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _exporter = new OtlpExporter(new DroppingTransport(), new OtlpExporterOptions { Compression = With });
        _request = ((ILogExporter)_exporter).CreateRequest(_exporter.MaxRequestBytes);
        var (bytes, ends) = GeneratedLog.Bodies(Records);
        using var batch = new LogBatch(new ResourcePool().Get(new TelemetryAttribute("k8s.pod.name", "checkout-7569ffb5df-cb22j")));
        var segment = batch.AddSegment(bytes);
        for (var i = 0; i < Records; i++)
        {
            var start = i == 0 ? 0 : ends[i - 1];
            batch.Add(new LogRecord { TimeUnixNano = 1_795_262_400_000_000_000 + i, Segment = segment, BodyOffset = start, BodyLength = ends[i] - start });
        }

        _request.Add(batch, 0);
    }

    [Benchmark]
    public async Task<ExportResult> Send() => await _request!.SendAsync(0, _request.Count, CancellationToken.None);

    private sealed class DroppingTransport : IGrpcTransport
    {
        public string Endpoint => "nowhere";

        public Task<GrpcReply> CallAsync(GrpcCall call, CancellationToken cancellationToken) => Task.FromResult(GrpcReply.EmptyOk);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public void Dispose()
        {
        }
    }
}
