using BenchmarkDotNet.Attributes;
using Hex.Export;
using Hex.Telemetry;

namespace Hex.Benchmarks;

/// <summary>1,000 records of a container, about 215 bytes each, encoded as one OTLP request.</summary>
[MemoryDiagnoser]
public class LogEncoding
{
    private const int Records = 1000;
    private readonly DiscardExporter _exporter = new();
    private LogBatch? _batch;

    [GlobalSetup]
    public void Fill()
    {
        var resource = new ResourcePool().Get(
            new TelemetryAttribute("k8s.namespace.name", "shop"),
            new TelemetryAttribute("k8s.pod.name", "checkout-7569ffb5df-cb22j"),
            new TelemetryAttribute("k8s.container.name", "app"));
        var (bytes, ends) = GeneratedLog.Bodies(Records);
        _batch = new LogBatch(resource, 1_795_262_400_000_000_000);
        var segment = _batch.AddSegment(bytes);
        for (var i = 0; i < Records; i++)
        {
            var start = i == 0 ? 0 : ends[i - 1];
            _batch.Add(new LogRecord
            {
                TimeUnixNano = 1_795_262_400_000_000_000 + i,
                Segment = segment,
                BodyOffset = start,
                BodyLength = ends[i] - start,
                Stream = LogStream.Stdout,
                Severity = LogSeverity.Info,
                Uid = new Id128(0x0123456789abcdef, (ulong)i),
            });
        }
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Encode()
    {
        using var request = ((ILogExporter)_exporter).CreateRequest(_exporter.MaxRequestBytes);
        request.Add(_batch!, 0);
        return request.Size;
    }
}
