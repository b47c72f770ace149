using System.Buffers;

namespace Hex.Kubernetes;

/// <summary>
/// A pooled window over a stream. Bytes are consumed from its front and filled in at its back; it grows to hold one object, and
/// goes back to its first size when it is empty.
/// </summary>
internal sealed class FrameBuffer(Stream stream) : IDisposable
{
    /// <summary>
    /// The largest object kept. etcd refuses more than 1.5 MiB by default and some raise that to 8; JSON takes more bytes than
    /// protobuf, and escapes more still.
    /// </summary>
    public const int MaxObjectLength = 16 * 1024 * 1024;

    private const int InitialSize = 32 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public void Consume(int count)
    {
        _start += count;
        if (_start != _end)
        {
            return;
        }

        (_start, _end) = (0, 0);
        if (_bytes.Length > 16 * InitialSize)
        {
            Resize(InitialSize);
        }
    }

    /// <summary>Reads more behind what is unread; false at the end of the stream.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _bytes.Length)
        {
            MakeRoom();
        }

        var count = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        if (_start > _bytes.Length / 2)
        {
            Unread.CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }
        else
        {
            Resize(_bytes.Length * 2);
        }
    }

    private void Resize(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Unread.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (larger, 0, _end - _start);
    }

    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
