using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>
/// Writes a body as the recorded server does: with Content-Length up to 4096 bytes, without above, and compressed from
/// 128 KiB on where the client takes gzip.
/// </summary>
internal sealed class ResponseWriter
{
    public const int LargestWithLength = 4096;

    private const int SmallestCompressed = 128 * 1024;

    private readonly HttpResponse _response;
    private readonly ArrayBufferWriter<byte> _buffer = new(8 * 1024);
    private readonly int _threshold;
    private readonly bool _gzip;
    private Stream? _body;

    public ResponseWriter(HttpContext context, bool compressible)
    {
        _response = context.Response;
        _gzip = compressible && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        _threshold = _gzip ? SmallestCompressed : 32 * 1024;
    }

    public IBufferWriter<byte> Buffer => _buffer;

    public void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>Sends what is buffered once it is enough.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken ct) =>
        _buffer.WrittenCount > _threshold ? FlushAsync(compress: _gzip, ct) : default;

    /// <summary>Sends what is buffered now; headers too.</summary>
    public ValueTask FlushAsync(CancellationToken ct) => FlushAsync(compress: false, ct);

    public async Task CompleteAsync(CancellationToken ct)
    {
        if (_body is null && !_response.HasStarted && _buffer.WrittenCount <= LargestWithLength)
            _response.ContentLength = _buffer.WrittenCount;
        await FlushAsync(compress: _gzip && _buffer.WrittenCount > SmallestCompressed, ct);
        if (_body is GZipStream gzip)
            await gzip.DisposeAsync();
    }

    private async ValueTask FlushAsync(bool compress, CancellationToken ct)
    {
        if (_body is null && compress)
        {
            _response.Headers.ContentEncoding = "gzip";
            _response.Headers.Vary = "Accept-Encoding";
        }

        _body ??= compress ? new GZipStream(_response.Body, CompressionLevel.Fastest, leaveOpen: true) : _response.Body;
        await _body.WriteAsync(_buffer.WrittenMemory, ct);
        _buffer.ResetWrittenCount();
        if (_body is not GZipStream)
            await _body.FlushAsync(ct);
    }
}
