using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Hex.Export;
using Hex.Export.Grpc;
using Hex.Telemetry;

namespace Hex.Benchmarks;

/// <summary>A request of 10,000 log records compressed on its way through the exporter to a transport that drops it, beside the runtime's fastest level over the same bytes.</summary>
[MemoryDiagnoser]
public class Compression
{
    private const int Records = 10_000;
    private OtlpExporter? _exporter;
    private LogRequest? _request;
    private byte[] _message = [];
    private byte[] _room = [];

    [GlobalSetup]
    public async Task FillAsync()
    {
        var plain = new LastMessage();
        using (var exporter = new OtlpExporter(plain, new OtlpExporterOptions { Compression = GrpcCompression.None }))
        using (var request = Fill(exporter))
            await request.SendAsync(0, request.Count, CancellationToken.None);
        _message = plain.Bytes;
        _room = new byte[_message.Length];

        var compressed = new LastMessage();
        _exporter = new OtlpExporter(compressed, new OtlpExporterOptions { Compression = GrpcCompression.Gzip });
        _request = Fill(_exporter);
        await Send();
        Console.WriteLine($"// {_message.Length} bytes: {Runtime()} by the runtime, {compressed.Bytes.Length} by Hex");
        compressed.IsKept = false;
    }

    [Benchmark(Baseline = true)]
    public int Runtime()
    {
        var output = new MemoryStream(_room);
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(_message);
        return (int)output.Position;
    }

    [Benchmark]
    public async Task<ExportResult> Send() => await _request!.SendAsync(0, _request.Count, CancellationToken.None);

    private static LogRequest Fill(OtlpExporter exporter)
    {
        var request = ((ILogExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        var (bytes, ends) = GeneratedLog.Bodies(Records);
        using var batch = new LogBatch(new ResourcePool().Get(new TelemetryAttribute("k8s.pod.name", "checkout-7569ffb5df-cb22j")));
        var segment = batch.AddSegment(bytes);
        for (var i = 0; i < Records; i++)
        {
            var start = i == 0 ? 0 : ends[i - 1];
            batch.Add(new LogRecord { TimeUnixNano = 1_795_262_400_000_000_000 + i, Segment = segment, BodyOffset = start, BodyLength = ends[i] - start });
        }

        request.Add(batch, 0);
        return request;
    }

    private sealed class LastMessage : IGrpcTransport
    {
        public string Endpoint => "nowhere";

        public bool IsKept { get; set; } = true;

        public byte[] Bytes { get; private set; } = [];

        public Task<GrpcReply> CallAsync(GrpcCall call, CancellationToken cancellationToken)
        {
            Bytes = IsKept ? call.Frame[GrpcCall.PrefixBytes..].ToArray() : Bytes;
            return Task.FromResult(GrpcReply.EmptyOk);
        }

        public void Dispose()
        {
        }
    }
}
