namespace Hex.Export.Grpc.Compression;

/// <summary>Makes gzip (RFC 1952) of one message at a time. Not thread-safe: one per message being compressed.</summary>
internal interface IMessageCompressor : IDisposable
{
    /// <summary>Compresses a whole message.</summary>
    /// <param name="message">What to compress.</param>
    /// <param name="output">Where to write; never grown.</param>
    /// <returns>How many bytes were written; 0 when they do not fit, which for a buffer as large as the message means that compressing is not worth it.</returns>
    int Compress(ReadOnlyMemory<byte> message, Memory<byte> output);
}
