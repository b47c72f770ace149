using System.Buffers.Binary;
using System.IO.Compression;
using Hex.Export.Grpc;
using Hex.Export.Grpc.Compression;

namespace Hex.Export.Otlp;

/// <summary>A request that waits, compressed, as it will be sent: <c>flag(1) length(4, big-endian) gzip</c>.</summary>
internal sealed class PackedFrame : IDisposable
{
    private readonly RequestBuffers _buffers;
    private readonly int _length;
    private byte[] _bytes;

    private PackedFrame(byte[] bytes, int length, RequestBuffers buffers) => (_bytes, _length, _buffers) = (bytes, length, buffers);

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public int BufferBytes => _bytes.Length;

    /// <summary>Whether a frame is compressed (gRPC PROTOCOL-HTTP2, Compressed-Flag).</summary>
    public static bool IsPacked(ReadOnlyMemory<byte> frame) => frame.Span[0] == 1;

    /// <summary>Compresses a frame; null when that does not pay.</summary>
    public static PackedFrame? Pack(ReadOnlyMemory<byte> frame, RequestBuffers buffers)
    {
        var work = buffers.Rent(frame.Length);
        try
        {
            var packed = Pack(frame, work);
            if (packed.IsEmpty)
                return null;
            var kept = buffers.Rent(packed.Length);
            packed.CopyTo(kept);
            return new PackedFrame(kept, packed.Length, buffers);
        }
        finally
        {
            buffers.Return(work);
        }
    }

    /// <summary>Compresses a frame into a buffer that is as large; empty when that does not pay.</summary>
    public static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> frame, byte[] buffer)
    {
        var message = frame.Span[GrpcCall.PrefixBytes..];
        var length = Gzip.Compress(message, buffer.AsSpan(GrpcCall.PrefixBytes, message.Length));
        if (length == 0)
            return default;
        buffer[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(1), length);
        return buffer.AsMemory(0, GrpcCall.PrefixBytes + length);
    }

    /// <summary>The frame as it was before.</summary>
    public static OtlpBody Unpack(ReadOnlyMemory<byte> frame, RequestBuffers buffers)
    {
        // The length of the message is the last thing in gzip (RFC 1952, ISIZE).
        var size = BinaryPrimitives.ReadInt32LittleEndian(frame.Span[^4..]);
        var body = new OtlpBody(buffers, GrpcCall.PrefixBytes + size);
        using var bytes = new MemoryStream(frame[GrpcCall.PrefixBytes..].ToArray(), writable: false);
        using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
        gzip.ReadExactly(body.Room(size)[..size]);
        body.Advance(size);
        return body;
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
            _buffers.Return(bytes);
    }
}
