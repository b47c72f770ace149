using System.Text.Unicode;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Logs;

/// <summary>
/// The bytes that a run of records are ranges of, and whether they are UTF-8. Checking all of a run at once costs half of checking record by record;
/// a record is then a valid part if it does not begin or end inside a character.
/// </summary>
internal readonly ref struct SegmentText
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _validFrom, _validTo;

    public SegmentText() => Number = -1;

    private SegmentText(int number, ReadOnlySpan<byte> bytes, int validFrom, int validTo)
    {
        Number = number;
        _bytes = bytes;
        (_validFrom, _validTo) = (validFrom, validTo);
    }

    /// <summary>The segment's number in its batch; -1 for none.</summary>
    public int Number { get; }

    /// <summary>Looks at the segment of a record and of those after it that share it.</summary>
    public static SegmentText Of(LogBatch batch, int index)
    {
        var records = batch.Records;
        ref readonly var first = ref records[index];
        var bytes = batch.Segment(first.Segment);
        if (batch.BodiesAreUtf8)
            return new SegmentText(first.Segment, bytes, 0, 0);
        var last = index;
        if (records[^1].Segment == first.Segment)
            last = records.Length - 1;
        else
            while (records[last + 1].Segment == first.Segment)
                last++;
        var (from, to) = (first.BodyOffset, records[last].BodyOffset + records[last].BodyLength);
        return from < to && Utf8.IsValid(bytes[from..to])
            ? new SegmentText(first.Segment, bytes, from, to)
            : new SegmentText(first.Segment, bytes, 0, 0);
    }

    public ReadOnlySpan<byte> Body(in LogRecord record) => _bytes.Slice(record.BodyOffset, record.BodyLength);

    public bool IsValid(in LogRecord record, ReadOnlySpan<byte> body)
    {
        var (from, to) = (record.BodyOffset, record.BodyOffset + record.BodyLength);
        return (from >= _validFrom && to <= _validTo && IsBoundary(from) && IsBoundary(to)) || Utf8.IsValid(body);
    }

    // A byte 10xxxxxx continues a character.
    private bool IsBoundary(int at) => at == _validFrom || at == _validTo || (_bytes[at] & 0xc0) != 0x80;
}
