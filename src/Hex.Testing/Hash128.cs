using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Hex.Testing;

/// <summary>
/// 128 bits that stand for a content or an id: exact for 32 hexadecimal digits and for up to 15 bytes; else a keyless multiply-and-fold hash,
/// good for telling millions of honest values apart (ids of different forms in one set could meet; nobody mixes them).
/// </summary>
internal static class Hash128
{
    public static UInt128 Of(ReadOnlySpan<byte> content)
    {
        Span<byte> packed = stackalloc byte[16];
        if (content.Length == 32 && Convert.FromHexString(content, packed, out _, out _) == OperationStatus.Done)
            return BinaryPrimitives.ReadUInt128BigEndian(packed);
        if (content.Length < 16)
        {
            packed.Clear();
            content.CopyTo(packed);
            packed[15] = (byte)content.Length;
            return BinaryPrimitives.ReadUInt128LittleEndian(packed);
        }

        return new UInt128(Fold(content, 0xA0761D6478BD642FUL), Fold(content, 0xE7037ED1A0B428DBUL));
    }

    public static UInt128 Of(string content)
    {
        Span<byte> utf8 = content.Length <= 128 ? stackalloc byte[384] : new byte[Encoding.UTF8.GetMaxByteCount(content.Length)];
        Utf8.FromUtf16(content, utf8, out _, out var written);
        return Of(utf8[..written]);
    }

    private static ulong Fold(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var hash = seed ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), seed);
            bytes = bytes[8..];
        }

        var rest = 0UL;
        for (var i = 0; i < bytes.Length; i++)
            rest |= (ulong)bytes[i] << (8 * i);
        return Mix(Mix(hash ^ rest, seed), 0x8EBC6AF09C88C6E3UL);
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b | 1, out var low);
        return high ^ low ^ BitRotate(a);
    }

    private static ulong BitRotate(ulong a) => (a << 29) | (a >> 35);
}
