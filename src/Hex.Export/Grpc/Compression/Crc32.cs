using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Hex.Export.Grpc.Compression;

/// <summary>The checksum of gzip (RFC 1952, 8).</summary>
/// <remarks>By carry-less multiplication in steps of 64 or 128 bytes where the processor has it: V. Gopal et al., <i>Fast CRC Computation for Generic Polynomials Using PCLMULQDQ</i>, Intel 2009.</remarks>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Step = 64, WideStep = 128;

    // x^(512+32) and x^(512-32) modulo the polynomial, reflected, and the same for 1024: what moves a half of a vector a step on.
    private const long High512 = 0x1_5444_2bd4, Low512 = 0x1_c6e4_1596, High1024 = 0x1_e88e_f372, Low1024 = 0x1_4a7f_e880;

    private static readonly uint[] Table = MakeTable();

    // Compiled where it runs: code compiled before that takes the wide vectors for missing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * Step)
        {
            Span<byte> rest = stackalloc byte[WideStep];
            var isWide = Pclmulqdq.V256.IsSupported && bytes.Length >= 2 * WideStep;
            rest = rest[..(isWide ? WideStep : Step)];
            var folded = isWide ? FoldWide(bytes, rest) : Fold(bytes, rest);
            // What is folded already holds the start: it goes on from zero.
            crc = Add(0, rest);
            bytes = bytes[folded..];
        }
        else if (Arm.Crc32.Arm64.IsSupported)
        {
            foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes))
                crc = Arm.Crc32.Arm64.ComputeCrc32(crc, eight);
            bytes = bytes[(bytes.Length & ~7)..];
        }
        return ~Add(crc, bytes);
    }

    /// <summary>Folds all whole steps to one that has the same remainder.</summary>
    /// <returns>Bytes folded.</returns>
    private static int Fold(ReadOnlySpan<byte> bytes, Span<byte> rest)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var factors = Vector128.Create(High512, Low512);
        var (a, b, c, d) = (Load(ref start, 0), Load(ref start, 16), Load(ref start, 32), Load(ref start, 48));
        a ^= Vector128.CreateScalar((long)uint.MaxValue);
        var at = Step;
        for (; at <= bytes.Length - Step; at += Step)
        {
            a = Fold(a, factors) ^ Load(ref start, at);
            b = Fold(b, factors) ^ Load(ref start, at + 16);
            c = Fold(c, factors) ^ Load(ref start, at + 32);
            d = Fold(d, factors) ^ Load(ref start, at + 48);
        }
        a.AsByte().CopyTo(rest);
        b.AsByte().CopyTo(rest[16..]);
        c.AsByte().CopyTo(rest[32..]);
        d.AsByte().CopyTo(rest[48..]);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Load(ref byte start, int at) => Vector128.LoadUnsafe(ref start, (nuint)at).AsInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Fold(Vector128<long> value, Vector128<long> factors) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11);

    // The same with vectors of twice the size: a processor multiplies as many of them.
    private static int FoldWide(ReadOnlySpan<byte> bytes, Span<byte> rest)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var factors = Vector256.Create(High1024, Low1024, High1024, Low1024);
        var (a, b, c, d) = (LoadWide(ref start, 0), LoadWide(ref start, 32), LoadWide(ref start, 64), LoadWide(ref start, 96));
        a ^= Vector256.CreateScalar((long)uint.MaxValue);
        var at = WideStep;
        for (; at <= bytes.Length - WideStep; at += WideStep)
        {
            a = FoldWide(a, factors) ^ LoadWide(ref start, at);
            b = FoldWide(b, factors) ^ LoadWide(ref start, at + 32);
            c = FoldWide(c, factors) ^ LoadWide(ref start, at + 64);
            d = FoldWide(d, factors) ^ LoadWide(ref start, at + 96);
        }
        a.AsByte().CopyTo(rest);
        b.AsByte().CopyTo(rest[32..]);
        c.AsByte().CopyTo(rest[64..]);
        d.AsByte().CopyTo(rest[96..]);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> LoadWide(ref byte start, int at) => Vector256.LoadUnsafe(ref start, (nuint)at).AsInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> FoldWide(Vector256<long> value, Vector256<long> factors) =>
        Pclmulqdq.V256.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(value, factors, 0x11);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) * Polynomial);
            table[i] = value;
        }
        return table;
    }
}
