using Hex.Export.Otlp;
using Hex.Export.Otlp.Logs;
using Hex.Export.Otlp.Metrics;
using Hex.Telemetry;

namespace Hex.Export;

/// <summary>Encodes everything as OTLP, counts it, and drops it: for measuring what comes before the network.</summary>
public sealed class DiscardExporter : ILogExporter, IMetricExporter, IOtlpSink
{
    private readonly OtlpEncoder _encoder;
    private long _bytes, _records, _points;

    /// <summary>Makes one.</summary>
    /// <param name="maxRequestBytes">The size at which a request is full.</param>
    public DiscardExporter(int maxRequestBytes = OtlpExporterOptions.DefaultMaxRequestBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRequestBytes, OtlpExporterOptions.SmallestMaxRequestBytes);
        MaxRequestBytes = maxRequestBytes;
        _encoder = new OtlpEncoder(this);
    }

    /// <inheritdoc cref="ILogExporter.Name"/>
    public string Name => "discard";

    /// <inheritdoc cref="ILogExporter.MaxRequestBytes"/>
    public int MaxRequestBytes { get; }

    /// <summary>Bytes of OTLP dropped so far.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Log records dropped so far.</summary>
    public long LogRecords => Volatile.Read(ref _records);

    /// <summary>Metric points dropped so far.</summary>
    public long MetricPoints => Volatile.Read(ref _points);

    LogRequest ILogExporter.CreateRequest(int maxBytes) => new OtlpLogRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    MetricRequest IMetricExporter.CreateRequest(int maxBytes) => new OtlpMetricRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    ValueTask<ExportResult> IOtlpSink.SendAsync(OtlpSignal signal, ReadOnlyMemory<byte> frame, int count, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _bytes, frame.Length);
        Interlocked.Add(ref signal == OtlpSignal.Logs ? ref _records : ref _points, count);
        return ValueTask.FromResult(ExportResult.Accepted);
    }
}
