using System.Buffers.Binary;
using Hex.Telemetry;

namespace Hex.Logs.Files;

/// <summary>
/// The hashes behind file identities and record ids. They are written into position files and sent as <c>log.record.uid</c>, so they must never change:
/// a 128-bit multiply-and-fold over 8-byte words, finished by the SplitMix64 finalizer. Not cryptographic; collisions are accidents at 2^-64 per pair of billions.
/// </summary>
internal static class RecordHash
{
    private const ulong K0 = 0x9E3779B97F4A7C15, K1 = 0xC2B2AE3D27D4EB4F, K2 = 0x165667B19E3779F9;

    private const ulong OffsetAndStream = (1UL << 48) - 1;

    /// <summary>The hash of some bytes.</summary>
    public static Id128 Of(ReadOnlySpan<byte> bytes)
    {
        ulong a = K0 ^ (ulong)bytes.Length, b = K1;
        var rest = bytes;
        while (rest.Length >= 8)
        {
            Step(ref a, ref b, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            rest = rest[8..];
        }

        ulong last = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        Step(ref a, ref b, last);
        return new Id128(Finish(a + K2), Finish(b ^ a));
    }

    /// <summary>
    /// The id of the record that starts at <paramref name="offset"/> (uncompressed) of a file. Ids of one file share their first 20 digits and grow with
    /// the offset, so they cost next to nothing once compressed; random ones were a third of what compression had to do.
    /// <code>uid = first 80 bits of the file's identity, offset:46, stream:2</code>
    /// </summary>
    public static Id128 RecordUid(Id128 file, long offset, int stream) =>
        new(file.High, (file.Low & ~OffsetAndStream) | (((((ulong)offset) << 2) | (uint)stream) & OffsetAndStream));

    private static void Step(ref ulong a, ref ulong b, ulong word)
    {
        var high = Math.BigMul(word ^ a, K0 ^ b, out var low);
        a = (a + low) ^ K1;
        b = (b * K2) + high + word;
    }

    private static ulong Finish(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
