namespace Hex.Telemetry;

/// <summary>A request of a <see cref="RecordLogExporter"/>.</summary>
internal sealed class RecordLogRequest(RecordLogExporter exporter, int maxBytes) : LogRequest
{
    private readonly EncodedRecords _encoded = new(maxBytes);

    public override int Count => _encoded.Count;

    public override int Size => _encoded.Size;

    public override long BufferBytes => _encoded.Bytes.Capacity;

    public override bool IsFull => _encoded.IsFull;

    public override int Add(LogBatch batch, int first)
    {
        var records = batch.Records;
        var index = first;
        for (; index < records.Length && !IsFull; index++)
        {
            exporter.EncodeRecord(batch, in records[index], _encoded.Bytes);
            if (!_encoded.TryKeep())
            {
                break;
            }
        }

        return index - first;
    }

    public override long SizeOf(int first, int count) => _encoded.SizeOf(first, count);

    public override ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken) =>
        count == 0 ? ValueTask.FromResult(ExportResult.Accepted) : exporter.SendRecordsAsync(_encoded.Range(first, count), count, cancellationToken);

    protected override void Dispose(bool disposing) => _encoded.Dispose();
}
