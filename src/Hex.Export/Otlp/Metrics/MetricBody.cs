using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Metrics;

/// <summary>
/// Points being written into a request: those that follow each other with the same resource, or the same instrument too, share what stands before them. A resource is
/// encoded where it is written: kept, the encodings of a cluster's resources would be tens of megabytes, for the microsecond that each takes.
/// </summary>
/// <remarks><c>point = DataPoints len [start-time] time [double | int] *attribute [flags]</c></remarks>
internal sealed class MetricBody(RequestBuffers buffers, int maxBytes) : IDisposable
{
    private readonly OtlpBody _body = new(buffers, Math.Min(buffers.Expected, maxBytes));
    private Resource? _resource;
    private InstrumentHeader? _instrument;
    private int _groupLengthAt, _scopeLengthAt, _instrumentAt;
    private int? _released;

    /// <summary>How many points there are.</summary>
    public int Count { get; private set; }

    public int Length => _released ?? _body.Length;

    public int Capacity => _body.Capacity;

    /// <summary>The message, without the gRPC prefix.</summary>
    public Memory<byte> Message => _body.Message;

    /// <summary>Adds a point, unless it is over the limit and not the first.</summary>
    public bool TryAdd(in MetricPoint point, InstrumentHeader instrument)
    {
        var isSame = ReferenceEquals(point.Resource, _resource);
        var isOpen = isSame && ReferenceEquals(instrument, _instrument);
        var content = PointSize(point);
        var items = isSame ? default : point.Resource.Attributes.Items;
        var attributes = AttributeEncoding.Size(items);
        var size = ProtoWriter.FieldSize(content) + (isOpen ? 0 : instrument.Bytes.Length) + (isSame ? 0 : ResourceHeader.SizeOf(attributes));
        if (Count > 0 && size > maxBytes - _body.Length)
            return false;
        if (!isSame)
            Open(point.Resource, items, attributes);
        if (!isOpen)
            Open(instrument);
        var writer = new ProtoWriter(_body.Room(ProtoWriter.FieldSize(content)));
        writer.FieldHeader(OtlpTags.DataPoints, content);
        Write(ref writer, point);
        _body.Advance(writer.Length);
        Count++;
        return true;
    }

    /// <summary>Writes the lengths of what is open; more may be added, and it closed again.</summary>
    public void Close()
    {
        CloseInstrument();
        if (_resource is not null)
        {
            Patch(_groupLengthAt);
            Patch(_scopeLengthAt);
        }
    }

    /// <summary>The request behind its gRPC prefix.</summary>
    public ReadOnlyMemory<byte> Frame() => _body.Frame();

    /// <summary>Gives the bytes back; how many there were is remembered.</summary>
    public void Release()
    {
        _released = _body.Length;
        Dispose();
    }

    public void Dispose()
    {
        if (_body.Capacity > 0)
            buffers.Used(_body.Length);
        _body.Dispose();
    }

    private void Open(Resource resource, ReadOnlySpan<TelemetryAttribute> items, int attributes)
    {
        Close();
        (_resource, _instrument) = (resource, null);
        var writer = new ProtoWriter(_body.Room(ResourceHeader.SizeOf(attributes)));
        var scopeLengthAt = ResourceHeader.Write(ref writer, items, attributes);
        (_groupLengthAt, _scopeLengthAt) = (_body.Length + ResourceHeader.GroupLengthAt, _body.Length + scopeLengthAt);
        _body.Advance(writer.Length);
    }

    private void Open(InstrumentHeader instrument)
    {
        CloseInstrument();
        (_instrument, _instrumentAt) = (instrument, _body.Length);
        _body.Append(instrument.Bytes);
    }

    private void CloseInstrument()
    {
        if (_instrument is not null)
        {
            Patch(_instrumentAt + InstrumentHeader.MetricLengthAt);
            Patch(_instrumentAt + _instrument.DataLengthAt);
        }
    }

    private void Patch(int at) => PatchedLength.Write(_body.Written[at..], _body.Length - at - PatchedLength.Bytes);

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
