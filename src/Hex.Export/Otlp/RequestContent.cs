using Hex.Telemetry;

namespace Hex.Export.Otlp;

/// <summary>The part that requests of logs and of metrics have in common: a body, where its records are, and sending any range of them.</summary>
internal sealed class RequestContent : IDisposable
{
    // With less room than this the next record would hardly fit.
    private const int WorthwhileRoom = 256;

    private readonly OtlpEncoder _encoder;
    private readonly OtlpSignal _signal;
    private readonly int _maxBytes;
    private bool _disposed;

    public RequestContent(OtlpEncoder encoder, OtlpSignal signal, int maxBytes)
    {
        (_encoder, _signal, _maxBytes) = (encoder, signal, maxBytes);
        Body = new OtlpBody(Buffers, Math.Min(Buffers.Expected, maxBytes));
    }

    public OtlpBody Body { get; private set; }

    public RecordRanges Ranges { get; } = new();

    public bool IsFull { get; set; }

    public bool HasRoom => !IsFull && Body.Length + WorthwhileRoom <= _maxBytes;

    public int MaxBytes => _maxBytes;

    public long BufferBytes => Body.Capacity + Ranges.Bytes;

    private RequestBuffers Buffers => _encoder.Buffers(_signal);

    /// <summary>Whether so many bytes more stay within the limit.</summary>
    public bool Fits(int bytes) => bytes <= _maxBytes - Body.Length;

    public async ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return ExportResult.Accepted;
        if (first == 0 && count == Ranges.Count)
            return await _encoder.Sink.SendAsync(_signal, Body.Frame(), count, cancellationToken);
        using var part = Part(first, count);
        return await _encoder.Sink.SendAsync(_signal, part.Frame(), count, cancellationToken);
    }

    /// <summary>Puts a shorter record in the place of one.</summary>
    public void Replace(int index, ReadOnlySpan<byte> record)
    {
        var (start, end) = Ranges.Of(index);
        var replaced = new OtlpBody(Buffers, Body.Length);
        Ranges.CopyTo(replaced, Body.Written, 0, index);
        // Copying the record first opens its headers where that is due.
        Ranges.CopyTo(replaced, Body.Written, index, 1);
        replaced.Advance(start - end);
        replaced.Append(record);
        Ranges.CopyTo(replaced, Body.Written, index + 1, Ranges.Count - index - 1);
        replaced.Close();
        Body.Dispose();
        Body = replaced;
        Ranges.Shrink(index, end - start - record.Length);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Buffers.Used(Body.Length);
        Body.Dispose();
        Ranges.Dispose();
    }

    private OtlpBody Part(int first, int count)
    {
        var part = new OtlpBody(Buffers, Grpc.GrpcCall.PrefixBytes + (int)Ranges.SizeOf(first, count));
        Ranges.CopyTo(part, Body.Written, first, count);
        return part;
    }
}
