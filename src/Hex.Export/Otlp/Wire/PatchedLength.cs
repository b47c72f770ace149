using System.Runtime.CompilerServices;

namespace Hex.Export.Otlp.Wire;

/// <summary>
/// A length that is known only after its content: a varint of always four bytes, written later. The protobuf encoding allows such padding and every
/// decoder accepts it; moving megabytes to save two bytes would not pay.
/// </summary>
internal static class PatchedLength
{
    public const int Bytes = 4;

    /// <summary>268,435,455: no request comes near it.</summary>
    public const int Max = (1 << 28) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> at, int length)
    {
        at[3] = (byte)(length >> 21);
        at[2] = (byte)((length >> 14) | 0x80);
        at[1] = (byte)((length >> 7) | 0x80);
        at[0] = (byte)(length | 0x80);
    }
}
