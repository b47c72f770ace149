using System.Buffers;
using System.Runtime.CompilerServices;
using Hex.Export.Grpc.Wire;
using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Logs;

/// <summary>
/// Log records as an ExportLogsServiceRequest. An ordinary line costs a check for UTF-8, a copy of a fixed block and the one copy of its body;
/// nothing is allocated per record.
/// </summary>
/// <remarks><c>record = ScopeItems len (block | fields) LogBody len AnyString len bytes</c>: the body is always the last field.</remarks>
internal sealed class OtlpLogRequest(OtlpEncoder encoder, int maxBytes) : LogRequest
{
    private readonly RequestContent _content = new(encoder, OtlpSignal.Logs, maxBytes);

    public override int Count => _content.Ranges.Count;

    public override int Size => _content.Body.Length;

    public override long BufferBytes => _content.BufferBytes;

    public override bool IsFull => !_content.HasRoom;

    public override int Add(LogBatch batch, int first)
    {
        var header = encoder.Resources.Of(batch.Resource);
        var records = batch.Records;
        var text = new SegmentText();
        var index = first;
        for (; index < records.Length; index++)
        {
            ref readonly var record = ref records[index];
            if (record.Segment != text.Number)
                text = SegmentText.Of(batch, index);
            var body = text.Body(record);
            var added = batch.BodiesAreUtf8 || text.IsValid(record, body)
                ? LogRecordTemplate.Fits(record) ? TryAddLine(batch, header, record, body) : TryAdd(batch, header, record, body)
                : TryAddRepaired(batch, header, record, body);
            if (!added)
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

    public override bool TryTruncate(int index, int maxBytes)
    {
        var (start, end) = _content.Ranges.Of(index);
        var old = _content.Body.Written[start..end];
        var rented = ArrayPool<byte>.Shared.Rent(old.Length + LogRecordEncoder.TrueSize(LogAttributes.Truncated) + 16);
        try
        {
            var length = WriteTruncated(old, rented, maxBytes - (int)_content.Ranges.SizeOf(index, 1) + old.Length);
            if (length == 0 || length >= old.Length)
                return false;
            _content.Replace(index, rented.AsSpan(0, length));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    protected override void Dispose(bool disposing) => _content.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAddLine(LogBatch batch, ResourceHeader header, in LogRecord record, ReadOnlySpan<byte> body)
    {
        var content = LogRecordTemplate.Size + LogRecordEncoder.BodySize(body.Length);
        var size = ProtoWriter.FieldSize(content);
        if (!TryOpen(header, size))
            return Count == 0 && TryAdd(batch, header, record, body);
        Added(LogRecordTemplate.WriteRecord(_content.Body.Room(size), record, batch.ObservedTimeUnixNano, content, body));
        return true;
    }

    private bool TryAdd(LogBatch batch, ResourceHeader header, in LogRecord record, ReadOnlySpan<byte> body)
    {
        var details = batch.DetailsOf(record);
        var marks = record.Marks;
        var size = SizeOf(record, details, marks, body.Length, out var content);
        if (!TryOpen(header, size))
        {
            if (Count > 0)
                return false;
            // Alone and still too large: cut, so that it fits.
            marks |= LogRecordMarks.Truncated;
            var excess = SizeOf(record, details, marks, body.Length, out _) + header.Bytes.Length + _content.Body.Length - _content.MaxBytes;
            body = body[..Utf8Repair.CutAt(body, Math.Max(0, body.Length - excess))];
            size = SizeOf(record, details, marks, body.Length, out content);
            Open(header);
        }
        var writer = new ProtoWriter(_content.Body.Room(size));
        writer.FieldHeader(OtlpTags.ScopeItems, content);
        LogRecordEncoder.WriteWithoutBody(ref writer, record, details, marks, batch.ObservedTimeUnixNano);
        LogRecordEncoder.WriteBody(ref writer, body);
        Added(writer.Length);
        return true;
    }

    private bool TryAddRepaired(LogBatch batch, ResourceHeader header, in LogRecord record, ReadOnlySpan<byte> body)
    {
        var repaired = Utf8Repair.Copy(body, out var length);
        try
        {
            return TryAdd(batch, header, record, repaired.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(repaired);
        }
    }

    private static int SizeOf(in LogRecord record, in LogRecordDetails details, LogRecordMarks marks, int bodyLength, out int content)
    {
        content = LogRecordEncoder.SizeWithoutBody(record, details, marks) + LogRecordEncoder.BodySize(bodyLength);
        return ProtoWriter.FieldSize(content);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryOpen(ResourceHeader header, int size)
    {
        if (_content.Body.IsOpen(header))
            return _content.Fits(size);
        if (!_content.Fits(size + header.Bytes.Length))
            return false;
        Open(header);
        return true;
    }

    private void Open(ResourceHeader header)
    {
        _content.Body.Open(header);
        _content.Ranges.Run(_content.Body.Length, header);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Added(int bytes)
    {
        _content.Body.Advance(bytes);
        _content.Ranges.Add(_content.Body.Length);
    }

    /// <summary>Writes a record with its body cut so that it takes at most so many bytes; 0 when there is nothing left to cut.</summary>
    private static int WriteTruncated(ReadOnlySpan<byte> record, Span<byte> to, int maxBytes)
    {
        var field = new ProtoReader(record);
        field.Next();
        var content = field.Bytes;
        ReadOnlySpan<byte> body = default;
        var isMarked = false;
        var fields = new ProtoReader(content);
        while (fields.Next())
        {
            if (fields.Field == OtlpTags.LogBody >> 3)
            {
                var value = new ProtoReader(fields.Bytes);
                body = value.Next() ? value.Bytes : default;
            }
            isMarked |= fields.Field == OtlpTags.LogAttributes >> 3 && fields.Bytes.IndexOf("log.truncated"u8) >= 0;
        }
        var mark = isMarked ? 0 : LogRecordEncoder.TrueSize(LogAttributes.Truncated);
        var prefix = content[..^LogRecordEncoder.BodySize(body.Length)];
        var excess = ProtoWriter.FieldSize(content.Length + mark) - maxBytes;
        var cut = Utf8Repair.CutAt(body, body.Length - excess);
        if (body.IsEmpty || cut >= body.Length)
            return 0;
        var writer = new ProtoWriter(to);
        writer.FieldHeader(OtlpTags.ScopeItems, prefix.Length + mark + LogRecordEncoder.BodySize(cut));
        writer.Raw(prefix);
        if (!isMarked)
            LogRecordEncoder.WriteTrue(ref writer, LogAttributes.Truncated);
        LogRecordEncoder.WriteBody(ref writer, body[..cut]);
        return writer.Length;
    }
}
