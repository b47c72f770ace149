using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Faults;

/// <summary>Thrown out of a handler when a scripted fault ends its body.</summary>
internal sealed class BodyEndedException(bool reset) : Exception
{
    public bool Reset { get; } = reset;
}

/// <summary>A response body that a fault shapes: a foreign first line, small slow pieces, an early end.</summary>
internal sealed class ShapedBody(HttpResponse response, Stream inner, BodyShape shape, TimeProvider clock) : Stream
{
    private long _sent;
    private int _lines;
    private bool _started;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_started)
        {
            _started = true;
            response.ContentLength = null;
            await SendAsync(shape.Prefix, cancellationToken);
        }

        await EndIfDueAsync(cancellationToken);
        while (buffer.Length > 0)
        {
            var piece = buffer[..(int)Math.Min(buffer.Length, Math.Min(shape.Piece ?? int.MaxValue, (shape.Bytes ?? long.MaxValue) - _sent))];
            if (shape.Lines is not null && piece.Span.IndexOf((byte)'\n') is >= 0 and var end)
            {
                piece = piece[..(end + 1)];
                _lines++;
            }

            await SendAsync(piece, cancellationToken);
            buffer = buffer[piece.Length..];
            await EndIfDueAsync(cancellationToken);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await inner.FlushAsync(cancellationToken);
        await EndIfDueAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException("write asynchronously");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("write asynchronously");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> piece, CancellationToken ct)
    {
        await inner.WriteAsync(piece, ct);
        _sent += piece.Length;
        if (shape.Piece is not null)
        {
            await inner.FlushAsync(ct);
            await Task.Delay(shape.Pause, clock, ct);
        }
    }

    private async ValueTask EndIfDueAsync(CancellationToken ct)
    {
        if (_sent < (shape.Bytes ?? long.MaxValue) && _lines < (shape.Lines ?? int.MaxValue))
            return;
        if (!response.HasStarted)
            response.ContentLength = null;
        await inner.FlushAsync(ct);
        // A client may throw away what it has not read yet when a stream is reset: give it a moment of real time.
        if (shape.Reset)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        throw new BodyEndedException(shape.Reset);
    }
}
