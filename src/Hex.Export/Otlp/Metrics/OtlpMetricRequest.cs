using Hex.Telemetry;

namespace Hex.Export.Otlp.Metrics;

/// <summary>
/// Metric points as an ExportMetricsServiceRequest. Full, it is packed at once (gzip, a tenth): a cluster's points of one collection are tens of megabytes, which wait
/// for their turn to be sent.
/// </summary>
internal sealed class OtlpMetricRequest(OtlpEncoder encoder, int maxBytes) : MetricRequest
{
    // With less room than this the next point would hardly fit.
    private const int WorthwhileRoom = 256;

    // A node's points, which leave as soon as they are there, are less.
    private const int SmallestPacked = 64 * 1024;

    private readonly MetricBody _body = new(encoder.Buffers(OtlpSignal.Metrics), maxBytes);
    private PackedFrame? _packed;
    private bool _isFull;

    public override int Count => _body.Count;

    public override int Size => _body.Length;

    public override long BufferBytes => _packed?.BufferBytes ?? _body.Capacity;

    public override bool IsFull => _isFull;

    /// <summary>Whether it waits in its packed form.</summary>
    public bool IsPacked => _packed is not null;

    public override int Add(MetricBatch batch, int first)
    {
        if (_isFull)
            return 0;
        var points = batch.Points;
        var index = first;
        while (index < points.Length && _body.TryAdd(points[index], encoder.Instruments.Of(points[index].Instrument)))
            index++;
        _body.Close();
        if (index < points.Length || _body.Length + WorthwhileRoom > maxBytes)
        {
            _isFull = true;
            Pack();
        }
        return index - first;
    }

    public override async ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return ExportResult.Accepted;
        var isWhole = first == 0 && count == Count;
        if (_packed is null)
        {
            if (isWhole)
                return await encoder.Sink.SendAsync(OtlpSignal.Metrics, _body.Frame(), count, cancellationToken);
            using var part = MetricSlice.Of(_body.Message.Span, encoder.Buffers(OtlpSignal.Metrics), first, count);
            return await encoder.Sink.SendAsync(OtlpSignal.Metrics, part.Frame(), count, cancellationToken);
        }
        if (isWhole && encoder.Sink.TakesPacked)
            return await encoder.Sink.SendAsync(OtlpSignal.Metrics, _packed.Bytes, count, cancellationToken);
        using var plain = PackedFrame.Unpack(_packed.Bytes, encoder.Buffers(OtlpSignal.Metrics));
        if (isWhole)
            return await encoder.Sink.SendAsync(OtlpSignal.Metrics, plain.Frame(), count, cancellationToken);
        using var slice = MetricSlice.Of(plain.Message.Span, encoder.Buffers(OtlpSignal.Metrics), first, count);
        return await encoder.Sink.SendAsync(OtlpSignal.Metrics, slice.Frame(), count, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _packed?.Dispose();
        _body.Dispose();
    }

    private void Pack()
    {
        if (_body.Length >= SmallestPacked && PackedFrame.Pack(_body.Frame(), encoder.Buffers(OtlpSignal.Metrics)) is { } packed)
        {
            _packed = packed;
            _body.Release();
        }
    }
}
