using BenchmarkDotNet.Attributes;
using Hex.Export;
using Hex.Telemetry;

namespace Hex.Benchmarks;

/// <summary>5 points about each of 1,000 pods: written, and encoded as OTLP.</summary>
[MemoryDiagnoser]
public class MetricWriting
{
    private const int Pods = 1000;
    private static readonly string[] Phases = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];
    private static readonly Instrument Phase = Instrument.UpDownSum("k8s.pod.status.phase", "{pod}", "The phase a pod is in.");
    private readonly DiscardExporter _exporter = new();
    private readonly ResourcePool _pool = new();
    private Resource[] _resources = [];

    [GlobalSetup]
    public void Fill() => _resources = [.. Enumerable.Range(0, Pods).Select(i => _pool.Get(
        new TelemetryAttribute("k8s.namespace.name", "shop"), new TelemetryAttribute("k8s.pod.name", $"checkout-{i}")))];

    [Benchmark(OperationsPerInvoke = Pods * 5)]
    public long Write() => Write(batch => batch.Dispose());

    [Benchmark(OperationsPerInvoke = Pods * 5)]
    public long WriteAndEncode() => Write(batch =>
    {
        using var request = ((IMetricExporter)_exporter).CreateRequest(_exporter.MaxRequestBytes);
        request.Add(batch, 0);
        batch.Dispose();
    });

    private long Write(Action<MetricBatch> take)
    {
        using var writer = new MetricWriter(_pool, 1_795_262_400_000_000_000, take);
        foreach (var resource in _resources)
        {
            var pod = writer.For(resource);
            foreach (var phase in Phases)
                pod.Record(Phase, 1, new TelemetryAttribute("k8s.pod.status.phase", phase));
        }

        writer.Flush();
        return writer.Count;
    }
}
