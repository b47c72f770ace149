using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Metrics;

/// <summary>
/// Points being written into a request: those that follow each other with the same resource, or the same instrument too, share what stands before them. A resource is
/// encoded where it is written: kept, the encodings of a cluster's resources would be tens of megabytes, for the microsecond that each takes.
/// </summary>
/// <remarks><c>point = DataPoints len [start-time] time (double | int | flags) *attribute</c></remarks>
internal sealed class MetricBody(RequestBuffers buffers, int maxBytes) : IDisposable
{
    // Tag and length, two times and a value.
    private const int MaxPointSize = 1 + PatchedLength.Bytes + (3 * 9);

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
        var header = isSame ? 0 : 1 + PatchedLength.Bytes + 1 + PatchedLength.Bytes + point.Resource.Attributes.MaxEncodedBytes + 1 + PatchedLength.Bytes + InstrumentationScope.Field.Length;
        var pointSize = MaxPointSize + point.Attributes.MaxEncodedBytes;
        if (Count > 0 && header + (isOpen ? 0 : instrument.Bytes.Length) + pointSize > maxBytes - _body.Length)
            return false;
        if (!isSame)
            Open(point.Resource, header);
        if (!isOpen)
            Open(instrument);
        Write(_body.Room(pointSize), point, pointSize);
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

    // RequestGroups len4 GroupResource len4 *attribute GroupScopes len4 scope
    private void Open(Resource resource, int maxSize)
    {
        Close();
        (_resource, _instrument) = (resource, null);
        var room = _body.Room(maxSize);
        room[0] = OtlpTags.RequestGroups;
        _groupLengthAt = _body.Length + 1;
        var at = 1 + PatchedLength.Bytes;
        room[at] = OtlpTags.GroupResource;
        var length = AttributeWriter.Write(room[(at + 1 + PatchedLength.Bytes)..], OtlpTags.ResourceAttributes, resource.Attributes);
        PatchedLength.Write(room[(at + 1)..], length);
        at += 1 + PatchedLength.Bytes + length;
        room[at] = OtlpTags.GroupScopes;
        _scopeLengthAt = _body.Length + at + 1;
        at += 1 + PatchedLength.Bytes;
        InstrumentationScope.Field.CopyTo(room[at..]);
        _body.Advance(at + InstrumentationScope.Field.Length);
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

    private void Write(Span<byte> room, in MetricPoint point, int maxSize)
    {
        // The length is of one byte where it is sure to be, of four where it may be more.
        var lengthBytes = maxSize < 0x80 ? 1 : PatchedLength.Bytes;
        var content = WriteContent(room[(1 + lengthBytes)..], point);
        room[0] = OtlpTags.DataPoints;
        if (lengthBytes == 1)
            room[1] = (byte)content;
        else
            PatchedLength.Write(room[1..], content);
        _body.Advance(1 + lengthBytes + content);
    }

    private static int WriteContent(Span<byte> to, in MetricPoint point)
    {
        var writer = new ProtoWriter(to);
        if (point.StartTimeUnixNano != 0)
            writer.Fixed64Field(OtlpTags.PointStartTime, (ulong)point.StartTimeUnixNano);
        writer.Fixed64Field(OtlpTags.PointTime, (ulong)point.TimeUnixNano);
        if (point.Value is { HasValue: true, IsInteger: true })
            writer.Fixed64Field(OtlpTags.PointInt, (ulong)point.Value.AsInt64);
        else if (point.Value.HasValue)
            writer.Fixed64Field(OtlpTags.PointDouble, BitConverter.DoubleToUInt64Bits(point.Value.AsDouble));
        else
            writer.VarintField(OtlpTags.PointFlags, OtlpTags.NoRecordedValue);
        return writer.Length + AttributeWriter.Write(to[writer.Length..], OtlpTags.PointAttributes, point.Attributes);
    }
}
