using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hex.Telemetry;

/// <summary>
/// The bytes of a state file:
/// <code>
/// file    = magic version length sha256 payload
/// magic   = "HEXSTATE"
/// version = u32, little-endian, 1
/// length  = u32, little-endian: bytes of payload, which ends the file
/// sha256  = 32 bytes, of payload
/// </code>
/// </summary>
internal static class StateFile
{
    public const int HeaderLength = 8 + 4 + 4 + SHA256.HashSizeInBytes;
    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "HEXSTATE"u8;

    public static byte[] Encode(ReadOnlySpan<byte> payload)
    {
        var file = new byte[HeaderLength + payload.Length];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), (uint)payload.Length);
        SHA256.HashData(payload, file.AsSpan(16));
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
        else if (!SHA256.HashData(file[HeaderLength..]).AsSpan().SequenceEqual(file.Slice(16, SHA256.HashSizeInBytes)))
        {
            problem = "its checksum is wrong";
        }
        else
        {
            payload = file[HeaderLength..].ToArray();
        }

        return problem.Length == 0;
    }
}
