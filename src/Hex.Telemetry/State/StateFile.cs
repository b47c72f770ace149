using System.Buffers.Binary;
using System.Numerics;

namespace Hex.Telemetry;

/// <summary>
/// The bytes of a state file:
/// <code>
/// file    = magic version length crc payload
/// magic   = "HEXSTATE"
/// version = u32, little-endian, 2
/// length  = u32, little-endian: bytes of payload, which ends the file
/// crc     = u32, little-endian: CRC-32C (Castagnoli, RFC 3720) of payload
/// </code>
/// The checksum is against torn and rotten files, not against people: who can write the directory can write a right one. A cryptographic hash would load
/// OpenSSL into every agent for it.
/// </summary>
internal static class StateFile
{
    public const int HeaderLength = 8 + 4 + 4 + 4;
    private const uint Version = 2;

    private static ReadOnlySpan<byte> Magic => "HEXSTATE"u8;

    public static byte[] Encode(ReadOnlySpan<byte> payload)
    {
        var file = new byte[HeaderLength + payload.Length];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), (uint)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Checksum(payload));
        payload.CopyTo(file.AsSpan(HeaderLength));
        return file;
    }

    /// <summary>Gets the payload.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="payload">A copy.</param>
    /// <param name="problem">What is wrong with the file when the answer is false.</param>
    public static bool TryDecode(ReadOnlySpan<byte> file, out byte[] payload, out string problem)
    {
        payload = [];
        problem = "";
        if (file.Length < HeaderLength)
        {
            problem = $"it has {file.Length} bytes, fewer than its header";
        }
        else if (!file.StartsWith(Magic))
        {
            problem = "it is no state file of Hex";
        }
        else if (BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) is not Version and var version)
        {
            problem = $"it is of version {version}, and this program knows version {Version}";
        }
        else if (BinaryPrimitives.ReadUInt32LittleEndian(file[12..]) is var length && length != file.Length - HeaderLength)
        {
            problem = $"it should hold {length} bytes and holds {file.Length - HeaderLength}";
        }
        else if (Checksum(file[HeaderLength..]) != BinaryPrimitives.ReadUInt32LittleEndian(file[16..]))
        {
            problem = "its checksum is wrong";
        }
        else
        {
            payload = file[HeaderLength..].ToArray();
        }

        return problem.Length == 0;
    }

    private static uint Checksum(ReadOnlySpan<byte> payload)
    {
        var crc = uint.MaxValue;
        for (; payload.Length >= sizeof(ulong); payload = payload[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(payload));
        }

        foreach (var last in payload)
        {
            crc = BitOperations.Crc32C(crc, last);
        }

        return ~crc;
    }
}
