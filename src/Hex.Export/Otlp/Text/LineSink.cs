using System.Buffers;
using Hex.Export.Grpc;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Text;

/// <summary>Writes requests as lines to a stream, one request at a time and each by a single write.</summary>
/// <param name="name">What is written to, for messages.</param>
/// <param name="open">Opens the stream, when the first request comes and again after a failure.</param>
/// <param name="write">Turns a message into lines.</param>
internal sealed class LineSink(string name, Func<Stream> open, Action<OtlpSignal, ReadOnlySpan<byte>, ArrayBufferWriter<byte>> write) : IOtlpSink, IDisposable
{
    // What one unusually large request needed is not kept for ever.
    private const int KeptBytes = 8 * 1024 * 1024;

    private readonly SemaphoreSlim _turn = new(1);
    private ArrayBufferWriter<byte> _lines = new();
    private Stream? _stream;

    public async ValueTask<ExportResult> SendAsync(OtlpSignal signal, ReadOnlyMemory<byte> frame, int count, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        var before = -1L;
        try
        {
            write(signal, frame.Span[GrpcCall.PrefixBytes..], _lines);
            _stream ??= open();
            before = _stream.CanSeek ? _stream.Length : -1;
            // Not cancelled half-way: half a line would spoil the next one.
            await _stream.WriteAsync(_lines.WrittenMemory, CancellationToken.None);
            await _stream.FlushAsync(CancellationToken.None);
            return ExportResult.Accepted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (_stream is not null)
                await CloseAsync(_stream, before);
            _stream = null;
            return ExportResult.EndpointFault($"cannot write to {name}: {e.Message}");
        }
        finally
        {
            if (_lines.Capacity > KeptBytes)
                _lines = new ArrayBufferWriter<byte>();
            else
                _lines.ResetWrittenCount();
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }

    // The request will be written again, so the half of it that was written must go.
    private static async ValueTask CloseAsync(Stream stream, long length)
    {
        try
        {
            if (length >= 0)
                stream.SetLength(length);
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // A disk that fails even here leaves a broken line, which readers of JSON lines skip.
        }
    }
}
