using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Metrics;

/// <summary>Metric points as an ExportMetricsServiceRequest: points that follow each other with the same resource and instrument share their headers.</summary>
/// <remarks><c>point = DataPoints len [start-time] time [double | int] *attribute [flags]</c></remarks>
internal sealed class OtlpMetricRequest(OtlpEncoder encoder, int maxBytes) : MetricRequest
{
    private readonly RequestContent _content = new(encoder, OtlpSignal.Metrics, maxBytes);

    public override int Count => _content.Ranges.Count;

    public override int Size => _content.Body.Length;

    public override long BufferBytes => _content.BufferBytes;

    public override bool IsFull => !_content.HasRoom;

    public override int Add(MetricBatch batch, int first)
    {
        var points = batch.Points;
        var index = first;
        for (; index < points.Length; index++)
        {
            if (!TryAdd(points[index]))
            {
                _content.IsFull = true;
                break;
            }
        }
        _content.Body.Close();
        return index - first;
    }

    public override long SizeOf(int first, int count) => count == 0 ? 0 : _content.Ranges.SizeOf(first, count);

    public override ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken) => _content.SendAsync(first, count, cancellationToken);

    protected override void Dispose(bool disposing) => _content.Dispose();

    private bool TryAdd(in MetricPoint point)
    {
        var resource = encoder.Resources.Of(point.Resource);
        var instrument = encoder.Instruments.Of(point.Instrument);
        var content = PointSize(point);
        var size = ProtoWriter.FieldSize(content);
        var body = _content.Body;
        var isOpen = body.IsOpen(resource, instrument);
        var headers = isOpen ? 0 : instrument.Bytes.Length + (body.IsOpen(resource) ? 0 : resource.Bytes.Length);
        if (Count > 0 && !_content.Fits(size + headers))
            return false;
        if (!isOpen)
        {
            body.Open(resource, instrument);
            _content.Ranges.Run(body.Length, resource, instrument);
        }
        var writer = new ProtoWriter(body.Room(size));
        writer.FieldHeader(OtlpTags.DataPoints, content);
        Write(ref writer, point);
        body.Advance(writer.Length);
        _content.Ranges.Add(body.Length);
        return true;
    }

    private static int PointSize(in MetricPoint point) =>
        (point.StartTimeUnixNano != 0 ? 9 : 0) + 9 + (point.Value.HasValue ? 9 : 2) + AttributeEncoding.Size(point.Attributes);

    private static void Write(ref ProtoWriter to, in MetricPoint point)
    {
        if (point.StartTimeUnixNano != 0)
            to.Fixed64Field(OtlpTags.PointStartTime, (ulong)point.StartTimeUnixNano);
        to.Fixed64Field(OtlpTags.PointTime, (ulong)point.TimeUnixNano);
        if (point.Value is { HasValue: true, IsInteger: true })
            to.Fixed64Field(OtlpTags.PointInt, (ulong)point.Value.AsInt64);
        else if (point.Value.HasValue)
            to.Fixed64Field(OtlpTags.PointDouble, BitConverter.DoubleToUInt64Bits(point.Value.AsDouble));
        AttributeEncoding.Write(ref to, OtlpTags.PointAttributes, point.Attributes);
        if (!point.Value.HasValue)
            to.VarintField(OtlpTags.PointFlags, OtlpTags.NoRecordedValue);
    }
}
