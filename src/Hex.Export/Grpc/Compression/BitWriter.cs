using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Hex.Export.Grpc.Compression;

/// <summary>Writes bits, the lowest first (RFC 1951, 3.1.1). Each write touches eight bytes from <see cref="At"/> on: the caller keeps so many free.</summary>
internal unsafe struct BitWriter(byte* to)
{
    private ulong _waiting;
    private uint _count;

    /// <summary>Where the next whole byte goes.</summary>
    public byte* At { get; private set; } = to;

    /// <summary>Writes up to 57 bits. Those above <paramref name="count"/> are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ulong bits, int count)
    {
        _waiting |= bits << (int)_count;
        _count += (uint)count;
        Unsafe.WriteUnaligned(At, BitConverter.IsLittleEndian ? _waiting : BinaryPrimitives.ReverseEndianness(_waiting));
        At += _count >> 3;
        _waiting >>= (int)(_count & ~7u);
        _count &= 7;
    }

    /// <summary>Fills the last byte with zeros.</summary>
    /// <returns>How many bits were in it; 0 when it was full.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Align()
    {
        var rest = (int)_count;
        Write(0, -rest & 7);
        return rest;
    }
}
