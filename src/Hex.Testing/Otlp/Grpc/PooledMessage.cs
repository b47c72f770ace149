using System.Buffers;

namespace Hex.Testing.Otlp.Grpc;

/// <summary>A message in a pooled buffer.</summary>
internal sealed class PooledMessage(byte[] buffer, int length, bool compressed) : IDisposable
{
    private byte[]? _buffer = buffer;

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, length);

    public int Length => length;

    public bool Compressed => compressed;

    /// <summary>Inflates a gzip message into another pooled buffer.</summary>
    /// <exception cref="GrpcRefusalException">It is no gzip, or longer than <paramref name="maxBytes"/>.</exception>
    public PooledMessage Gunzip(int maxBytes)
    {
        var target = ArrayPool<byte>.Shared.Rent(Math.Max(4096, (int)Math.Min(length * 4L, maxBytes + 1L)));
        var filled = 0;
        try
        {
            using var source = new MemoryStream(_buffer!, 0, length, writable: false);
            using var gzip = new System.IO.Compression.GZipStream(source, System.IO.Compression.CompressionMode.Decompress);
            while (true)
            {
                var read = gzip.Read(target, filled, target.Length - filled);
                if (read == 0)
                    break;
                filled += read;
                if (filled > maxBytes)
                {
                    throw new GrpcRefusalException(
                        GrpcStatusCode.ResourceExhausted, $"grpc: received message after decompression larger than max {maxBytes}");
                }

                if (filled < target.Length)
                    continue;
                var larger = ArrayPool<byte>.Shared.Rent(target.Length * 2);
                target.AsSpan(0, filled).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(target);
                target = larger;
            }

            if (source.Position < source.Length)
                throw new InvalidDataException("there are bytes after its end");
            return new PooledMessage(target, filled, compressed: true);
        }
        catch (InvalidDataException error)
        {
            ArrayPool<byte>.Shared.Return(target);
            throw new GrpcRefusalException(GrpcStatusCode.Internal, $"grpc: the message is no gzip: {error.Message}", malformed: true);
        }
        catch (GrpcRefusalException)
        {
            ArrayPool<byte>.Shared.Return(target);
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
