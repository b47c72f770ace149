using System.Buffers;

namespace Hex.Telemetry;

/// <summary>
/// The simplest way to write a leaf: say how one record is encoded and how bytes are sent; requests, ranges and limits are done here.
/// </summary>
public abstract class RecordLogExporter : ILogExporter
{
    /// <summary>1 MiB: large enough that sending costs little per record, small enough for most services.</summary>
    public const int DefaultMaxRequestBytes = 1024 * 1024;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual int MaxRequestBytes => DefaultMaxRequestBytes;

    /// <inheritdoc/>
    public LogRequest CreateRequest(int maxBytes) => new RecordLogRequest(this, maxBytes);

    /// <summary>Writes one record, whole: its resource is <c>batch.Resource</c>, its body <c>batch.Body(record)</c>.</summary>
    protected abstract void Encode(LogBatch batch, in LogRecord record, IBufferWriter<byte> output);

    /// <summary>Sends the records' bytes, one after the other as encoded. See <see cref="ExportRequest.SendAsync"/> for what to return and throw.</summary>
    protected abstract ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> records, int count, CancellationToken cancellationToken);

    internal void EncodeRecord(LogBatch batch, in LogRecord record, IBufferWriter<byte> output) => Encode(batch, in record, output);

    internal ValueTask<ExportResult> SendRecordsAsync(ReadOnlyMemory<byte> records, int count, CancellationToken cancellationToken) =>
        SendAsync(records, count, cancellationToken);
}
