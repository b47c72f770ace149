namespace Hex.Export.Grpc;

/// <summary>One unary gRPC call, ready to be written.</summary>
/// <param name="Path">The request path, <c>/package.Service/Method</c>.</param>
/// <param name="Frame">
/// The whole request body: one length-prefixed message, <c>flag(1) length(4, big-endian) message</c>. It must stay untouched until the call has returned.
/// </param>
/// <param name="IsCompressed">Whether the message is gzip (the frame's flag byte is 1).</param>
/// <param name="Timeout">How long the call may take from connecting to the last trailer; must be positive.</param>
public readonly record struct GrpcCall(string Path, ReadOnlyMemory<byte> Frame, bool IsCompressed, TimeSpan Timeout)
{
    /// <summary>Further metadata of the request: lower-case names, ASCII values (gRPC PROTOCOL-HTTP2, Custom-Metadata); null for none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Metadata { get; init; }

    /// <summary>Bytes of the prefix in front of a message: a flag and a 32-bit length.</summary>
    public const int PrefixBytes = 5;
}
