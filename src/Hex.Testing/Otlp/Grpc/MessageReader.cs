using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Hex.Testing.Otlp.Grpc;

/// <summary>
/// Reads the one message of a unary call: <c>Length-Prefixed-Message = compressed flag (1 byte) length (4 bytes, big-endian) message</c>
/// (gRPC over HTTP/2, "Requests"), whatever pieces it comes in.
/// </summary>
internal sealed class MessageReader(PipeReader body, int maxBytes, int bytesPerSecond, TimeProvider time)
{
    private const int PrefixBytes = 5;

    /// <summary>Bytes of the body consumed so far.</summary>
    public long Consumed { get; private set; }

    /// <summary>Reads the message and the end of the body.</summary>
    /// <exception cref="GrpcRefusalException">It is too long, or there is not exactly one message.</exception>
    public async ValueTask<PooledMessage> ReadAsync(CancellationToken cancellationToken)
    {
        var (compressed, length) = await PrefixAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var filled = 0;
            while (filled < length)
            {
                var read = await body.ReadAsync(cancellationToken);
                var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Pace(length - filled)));
                if (piece.IsEmpty && read.IsCompleted)
                    throw Malformed($"the body ended after {filled} of {length} bytes of the message");
                piece.CopyTo(buffer.AsSpan(filled));
                filled += (int)piece.Length;
                await ConsumeAsync(piece, cancellationToken);
            }

            await EndAsync(cancellationToken);
            return new PooledMessage(buffer, length, compressed);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Reads and forgets everything, or up to <paramref name="limit"/> bytes; checks nothing.</summary>
    public async ValueTask DrainAsync(long limit, CancellationToken cancellationToken)
    {
        while (Consumed < limit)
        {
            var read = await body.ReadAsync(cancellationToken);
            var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Pace(limit - Consumed)));
            if (piece.IsEmpty && read.IsCompleted)
                return;
            await ConsumeAsync(piece, cancellationToken);
        }
    }

    private static GrpcRefusalException Malformed(string what) => new(GrpcStatusCode.Internal, $"grpc: {what}", malformed: true);

    private async ValueTask<(bool Compressed, int Length)> PrefixAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.Length >= PrefixBytes)
            {
                var piece = read.Buffer.Slice(0, PrefixBytes);
                var prefix = piece.ToArray();
                await ConsumeAsync(piece, cancellationToken);
                var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
                if (prefix[0] > 1)
                    throw Malformed($"the compressed flag is {prefix[0]}; it must be 0 or 1");
                if (length > maxBytes)
                {
                    throw new GrpcRefusalException(
                        GrpcStatusCode.ResourceExhausted, $"grpc: received message larger than max ({length} vs. {maxBytes})");
                }

                return (prefix[0] == 1, (int)length);
            }

            if (read.IsCompleted)
                throw Malformed($"the body has {read.Buffer.Length} bytes; a message has a prefix of {PrefixBytes}");
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (!read.Buffer.IsEmpty)
                throw Malformed("there are bytes after the message of a unary call");
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    /// <summary>How much to take at once: all there is, or a twentieth of a second's worth.</summary>
    private long Pace(long wanted) => bytesPerSecond == 0 ? wanted : Math.Min(wanted, Math.Max(1, bytesPerSecond / 20));

    private async ValueTask ConsumeAsync(ReadOnlySequence<byte> piece, CancellationToken cancellationToken)
    {
        var length = piece.Length;
        Consumed += length;
        body.AdvanceTo(piece.End);
        if (bytesPerSecond > 0)
            await Task.Delay(TimeSpan.FromSeconds((double)length / bytesPerSecond), time, cancellationToken);
    }
}
