using System.IO.Compression;
using System.Security.Cryptography;

namespace Hex.Kubernetes;

/// <summary>
/// State as an annotation: base64 of a version byte, the first eight bytes of the state's SHA-256, and the state deflated (RFC 1951).
/// The API allows 256 KiB for all annotations of an object together; others may need some.
/// </summary>
internal static class LeasePayload
{
    private const byte Version = 1;
    private const int HashLength = 8;
    private const int HeaderLength = 1 + HashLength;
    private const int MaxDecoded = 16 * 1024 * 1024;

    public static string Annotation(string name) => LeaseStateStore.AnnotationPrefix + name;

    public static string Encode(ReadOnlySpan<byte> state)
    {
        using var buffer = new MemoryStream();
        buffer.WriteByte(Version);
        buffer.Write(SHA256.HashData(state).AsSpan(0, HashLength));
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(state);
        }

        return Convert.ToBase64String(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static bool TryDecode(string text, out byte[]? state)
    {
        state = null;
        try
        {
            var bytes = Convert.FromBase64String(text);
            if (bytes.Length < HeaderLength || bytes[0] != Version)
            {
                return false;
            }

            using var inflate = new DeflateStream(new MemoryStream(bytes, HeaderLength, bytes.Length - HeaderLength), CompressionMode.Decompress);
            using var buffer = new MemoryStream();
            var piece = new byte[16 * 1024];
            int count;
            while ((count = inflate.Read(piece)) > 0)
            {
                buffer.Write(piece, 0, count);
                if (buffer.Length > MaxDecoded)
                {
                    return false;
                }
            }

            var read = buffer.ToArray();
            if (!SHA256.HashData(read).AsSpan(0, HashLength).SequenceEqual(bytes.AsSpan(1, HashLength)))
            {
                return false;
            }

            state = read;
            return true;
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException)
        {
            return false;
        }
    }

    /// <summary>Refuses what would make a lease too large.</summary>
    /// <exception cref="IOException">It would.</exception>
    public static void CheckSize(IReadOnlyDictionary<string, string> annotations, string key, string text)
    {
        var total = key.Length + text.Length;
        foreach (var (other, value) in annotations)
        {
            total += other == key ? 0 : other.Length + value.Length;
        }

        if (total > LeaseStateStore.MaxPayloadLength)
        {
            throw new IOException(
                $"the state '{key[LeaseStateStore.AnnotationPrefix.Length..]}' does not fit: {total} bytes encoded, and a lease holds {LeaseStateStore.MaxPayloadLength}");
        }
    }
}
