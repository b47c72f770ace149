namespace Hex.Kubernetes.Tests.Watching.Model;

/// <summary>
/// The body of an answer: bytes that arrive in pieces of any size, then an end, a reset, or nothing. Reads that must wait are continued
/// inside the call that brings the bytes, so a test needs no second thread.
/// </summary>
internal sealed class ModelStream(Random random) : Stream
{
    private readonly Queue<byte> _bytes = new();
    private TaskCompletionSource<bool>? _waiting;
    private bool _isEnded;
    private bool _isReset;

    public bool IsClosed { get; private set; }

    public int LargestPiece { get; init; } = 200;

    /// <summary>Bytes still to be delivered before the connection is reset (or ends); null when it never is.</summary>
    public int? BreaksAfter { get; set; }

    public bool BreaksByReset { get; set; }

    /// <summary>A dead connection: what is sent never arrives, and nothing says so.</summary>
    public bool IsDead { get; set; }

    public bool IsOpen => !IsClosed && !_isEnded && !_isReset;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (!IsOpen || IsDead)
        {
            return;
        }

        foreach (var value in bytes)
        {
            if (BreaksAfter is 0)
            {
                break;
            }

            BreaksAfter--;
            _bytes.Enqueue(value);
        }

        if (BreaksAfter is 0)
        {
            if (BreaksByReset)
            {
                Reset();
            }
            else
            {
                End();
            }
        }

        Wake();
    }

    public void End()
    {
        _isEnded = true;
        Wake();
    }

    public void Reset()
    {
        _isReset = true;
        Wake();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_bytes.Count == 0 && IsOpen)
        {
            _waiting = new TaskCompletionSource<bool>();
            await using var registration = cancellationToken.Register(() => _waiting?.TrySetCanceled(cancellationToken));
            await _waiting.Task;
        }

        if (_bytes.Count == 0)
        {
            return _isReset ? throw new IOException("connection reset") : 0;
        }

        var count = Math.Min(Math.Min(buffer.Length, _bytes.Count), 1 + random.Next(LargestPiece));
        for (var i = 0; i < count; i++)
        {
            buffer.Span[i] = _bytes.Dequeue();
        }

        return count;
    }

    private void Wake()
    {
        var waiting = _waiting;
        _waiting = null;
        waiting?.TrySetResult(true);
    }

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
