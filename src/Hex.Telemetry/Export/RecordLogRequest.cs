namespace Hex.Telemetry;

/// <summary>The bytes of records one after the other, and where each ends.</summary>
internal sealed class RecordLogRequest(RecordLogExporter exporter, int maxBytes) : LogRequest
{
    private readonly PooledBufferWriter _bytes = new(4096);
    private readonly List<int> _ends = [];

    public override int Count => _ends.Count;

    public override int Size => _bytes.WrittenCount;

    public override long BufferBytes => _bytes.Capacity;

    public override bool IsFull => Size >= maxBytes;

    public override int Add(LogBatch batch, int first)
    {
        var records = batch.Records;
        var index = first;
        for (; index < records.Length && !IsFull; index++)
        {
            var start = _bytes.WrittenCount;
            exporter.EncodeRecord(batch, in records[index], _bytes);
            if (_bytes.WrittenCount > maxBytes && _ends.Count > 0)
            {
                _bytes.Truncate(start);
                break;
            }

            _ends.Add(_bytes.WrittenCount);
        }

        return index - first;
    }

    public override long SizeOf(int first, int count) => count == 0 ? 0 : _ends[first + count - 1] - Start(first);

    public override ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken) =>
        count == 0
            ? ValueTask.FromResult(ExportResult.Accepted)
            : exporter.SendRecordsAsync(_bytes.WrittenMemory[Start(first).._ends[first + count - 1]], count, cancellationToken);

    protected override void Dispose(bool disposing) => _bytes.Dispose();

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
