namespace Hex.Kubernetes;

/// <summary>The frames of a watch: one JSON object per line, in whatever pieces it arrives.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    private readonly FrameBuffer _buffer = new(stream);
    private int _scanned;
    private int _consumed;

    /// <summary>Whether bytes of a line without its end are left: at the end of the stream, a frame that was cut off.</summary>
    public bool HasPart => _buffer.Unread.Length > _consumed;

    /// <summary>The next line that is there completely, without its end; valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        _buffer.Consume(_consumed);
        _consumed = 0;
        var bytes = _buffer.Unread;
        var end = bytes[_scanned..].IndexOf((byte)'\n');
        if (end < 0)
        {
            _scanned = bytes.Length;
            line = default;
            return false;
        }

        _consumed = _scanned + end + 1;
        line = bytes[..(_consumed - 1)].TrimEnd((byte)'\r');
        _scanned = 0;
        return true;
    }

    /// <summary>Waits for more bytes; false at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The line is longer than any object may be.</exception>
    public ValueTask<bool> FillAsync(CancellationToken cancellationToken) => _buffer.Unread.Length <= FrameBuffer.MaxObjectLength
        ? _buffer.FillAsync(cancellationToken)
        : throw new InvalidDataException($"a watch frame is longer than {FrameBuffer.MaxObjectLength} bytes");

    public void Dispose() => _buffer.Dispose();
}
