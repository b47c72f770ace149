using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Hex.Testing.Otlp.Ledger;

/// <summary>
/// 128 bits for a <c>log.record.uid</c>: exact for 32 hexadecimal digits and for up to 15 bytes; else a keyless multiply-and-fold hash, whose
/// collisions among millions of ids are as improbable as 128 bits make them.
/// </summary>
internal static class UidHash
{
    public static UInt128 Of(ReadOnlySpan<byte> uid)
    {
        if (uid.Length == 32 && UInt128.TryParse(uid, NumberStyles.AllowHexSpecifier, null, out var exact))
            return exact;
        if (uid.Length < 16)
        {
            Span<byte> packed = stackalloc byte[16];
            packed.Clear();
            uid.CopyTo(packed);
            packed[15] = (byte)uid.Length;
            return BinaryPrimitives.ReadUInt128LittleEndian(packed);
        }

        return new UInt128(Fold(uid, 0xA0761D6478BD642FUL), Fold(uid, 0xE7037ED1A0B428DBUL));
    }

    public static UInt128 Of(string uid)
    {
        Span<byte> utf8 = uid.Length <= 128 ? stackalloc byte[384] : new byte[Encoding.UTF8.GetMaxByteCount(uid.Length)];
        Utf8.FromUtf16(uid, utf8, out _, out var written);
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
