using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hex.Export.Grpc.Compression;

/// <summary>
/// gzip (RFC 1952) of a whole message in one pass: one block of codes known beforehand, one earlier place looked at for each position.
/// </summary>
/// <remarks>
/// Compressing is the dearest part of delivering. <c>Compression</c> in Hex.Benchmarks measures this one beside the runtime's fastest level. The only state is
/// 16 KiB on the stack, where the runtime has a third of a megabyte to make for each message.
/// </remarks>
internal static unsafe class Gzip
{
    private const int HeaderBytes = 10, TrailerBytes = 8;

    // Seven bytes are looked up and four must agree: a shorter match hardly pays, and asking for one costs as much as a long one.
    private const int HashBits = 13, HashedBytes = 7, ComparedBytes = 4;
    private const uint Window = 32 * 1024;

    // Shifted, so that the bytes need not be.
    private const ulong HashFactor = unchecked(0x9E37_79B1_85EB_CA87 << (8 * (sizeof(ulong) - HashedBytes)));

    // In the last bytes no match begins: it could not end before what is read at its end.
    private const int LookAhead = 16;

    // The most that is written between two looks at the room that is left, and the end of the block.
    private const int WriteAhead = 64;

    // Deflate, no name, no time, fastest, of no known system.
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255];

    /// <summary>Compresses a whole message.</summary>
    /// <param name="message">What to compress.</param>
    /// <param name="output">Where to write; never beyond its end.</param>
    /// <returns>How many bytes were written; 0 when they do not fit, which for a buffer as large as the message means that compressing is not worth it.</returns>
    public static int Compress(ReadOnlySpan<byte> message, Span<byte> output)
    {
        if (output.Length < HeaderBytes + TrailerBytes)
            return 0;
        Header.CopyTo(output);
        var length = Deflate(message, output[HeaderBytes..^TrailerBytes]);
        if (length == 0)
            return 0;
        var trailer = output[(HeaderBytes + length)..];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Of(message));
        BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], message.Length);
        return HeaderBytes + length + TrailerBytes;
    }

    /// <summary>Deflates (RFC 1951).</summary>
    /// <returns>Bytes written; 0 when they do not fit.</returns>
    private static int Deflate(ReadOnlySpan<byte> message, Span<byte> output)
    {
        if (output.Length < HuffmanCodes.Header.Length + WriteAhead)
            return 0;
        // Where in the message, modulo 64 Ki, bytes of a hash were last. It begins with the first byte for all, and so never points to before it.
        var last = stackalloc ushort[1 << HashBits];
        fixed (byte* start = message)
        fixed (byte* outputStart = output)
        fixed (uint* literals = HuffmanCodes.Literals)
        fixed (uint* lengths = HuffmanCodes.Lengths)
        fixed (uint* distances = HuffmanCodes.Distances)
        {
            // Eight bytes are read where a match ends, and where one may begin and right behind that.
            var lastEnd = start + message.Length - sizeof(ulong);
            var lastStart = message.Length > LookAhead ? start + message.Length - LookAhead : start;
            var full = outputStart + output.Length - WriteAhead;
            HuffmanCodes.Header.CopyTo(output);
            // Its last byte is written again, with what follows.
            var to = new BitWriter(outputStart + HuffmanCodes.Header.Length - 1);
            to.Write(HuffmanCodes.Header[^1], HuffmanCodes.HeaderRest);
            var at = start;
            var slot = last;
            uint earlier = 0;
            while (at < lastStart)
            {
                if (to.At > full)
                    return 0;
                // The next place is looked up before it is known whether this one matches, so that one does not wait for the other.
                var nextSlot = last + Hash(at + 1);
                uint nextEarlier = *nextSlot;
                var position = (uint)(at - start);
                *slot = (ushort)position;
                uint distance = (ushort)(position - earlier);
                // One branch: whether the window reaches so far can be guessed as little as whether the bytes agree.
                if (((Unsafe.ReadUnaligned<uint>(at - distance) ^ Unsafe.ReadUnaligned<uint>(at)) | ((distance - 1) & ~(Window - 1))) != 0)
                {
                    Write(ref to, literals[*at++]);
                    slot = nextSlot;
                    earlier = nextEarlier;
                    continue;
                }
                *nextSlot = (ushort)(position + 1);
                var matchEnd = MatchEnd(at + ComparedBytes, distance, lastEnd);
                slot = last + Hash(matchEnd);
                earlier = *slot;
                var far = HuffmanCodes.Distance(distances, distance);
                var length = (uint)(matchEnd - at);
                at = matchEnd;
                while (length > HuffmanCodes.LongestMatch)
                {
                    if (to.At > full)
                        return 0;
                    // What is left must be long enough for a match.
                    var part = Math.Min(HuffmanCodes.LongestMatch, length - HuffmanCodes.ShortestMatch);
                    Write(ref to, lengths[part], far);
                    length -= part;
                }
                Write(ref to, lengths[length], far);
            }
            for (var end = start + message.Length; at < end; at++)
            {
                if (to.At > full)
                    return 0;
                Write(ref to, literals[*at]);
            }
            Write(ref to, HuffmanCodes.End);
            to.Align();
            return (int)(to.At - outputStart);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(byte* at) => (uint)(Unsafe.ReadUnaligned<ulong>(at) * HashFactor >> (64 - HashBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* MatchEnd(byte* at, uint distance, byte* end)
    {
        // Most matches end within the first vector, which can be guessed; in which eight bytes cannot.
        for (; Vector256.IsHardwareAccelerated && at <= end - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var different = ~Vector256.Equals(Vector256.Load(at), Vector256.Load(at - distance)).ExtractMostSignificantBits();
            if (different != 0)
                return at + BitOperations.TrailingZeroCount(different);
        }
        for (; at <= end - sizeof(ulong); at += sizeof(ulong))
        {
            var different = Unsafe.ReadUnaligned<ulong>(at) ^ Unsafe.ReadUnaligned<ulong>(at - distance);
            if (different != 0)
                return at + ((BitConverter.IsLittleEndian ? BitOperations.TrailingZeroCount(different) : BitOperations.LeadingZeroCount(different)) >> 3);
        }
        while (at < end && *at == *(at - distance))
            at++;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref BitWriter to, uint entry) => to.Write(HuffmanCodes.Code(entry), HuffmanCodes.Bits(entry));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref BitWriter to, uint entry, uint next)
    {
        var bits = HuffmanCodes.Bits(entry);
        to.Write(HuffmanCodes.Code(entry) | ((ulong)HuffmanCodes.Code(next) << bits), bits + HuffmanCodes.Bits(next));
    }
}
