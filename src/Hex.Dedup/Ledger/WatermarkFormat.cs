using System.Buffers.Binary;
using System.Text;
using Hex.Telemetry;

namespace Hex.Dedup.Ledger;

/// <summary>
/// <code>
/// watermark = version:byte clusterUid:text revision:text settledAt:int64 place:text listed:text count:varint { key:16 bytes, occurrences:varint }
/// text      = length:varint utf8            an empty revision, and an empty place, is none; numbers are little-endian
/// </code>
/// Whole and unharmed is what the state store answers for; this reader trusts no length all the same.
/// </summary>
internal static class WatermarkFormat
{
    private const byte Version = 2;
    private const int MaxText = 1024;

    public static byte[] Write(EventWatermark watermark)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        Write(writer, watermark.ClusterUid);
        Write(writer, watermark.Revision?.ToString() ?? "");
        writer.Write(watermark.SettledAtUnixNano);
        Write(writer, watermark.Listed?.Place ?? "");
        Write(writer, watermark.Listed?.Revision.ToString() ?? "");
        var tail = watermark.Tail.Skip(Math.Max(0, watermark.Tail.Count - EventWatermark.MaxTail)).ToArray();
        writer.Write7BitEncodedInt(tail.Length);
        foreach (var (key, occurrences) in tail)
        {
            writer.Write(key.High);
            writer.Write(key.Low);
            writer.Write7BitEncodedInt(occurrences);
        }

        writer.Flush();
        return stream.Length <= EventWatermark.MaxLength
            ? stream.ToArray()
            : throw new InvalidOperationException($"The watermark has {stream.Length} bytes; at most {EventWatermark.MaxLength} are kept.");
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out EventWatermark? watermark)
    {
        watermark = null;
        if (bytes.Length is 0 or > EventWatermark.MaxLength || bytes[0] != Version)
        {
            return false;
        }

        bytes = bytes[1..];
        if (!TryReadText(ref bytes, out var cluster) || !TryReadText(ref bytes, out var digits) || bytes.Length < sizeof(long))
        {
            return false;
        }

        var settledAt = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes = bytes[sizeof(long)..];
        if (!TryReadText(ref bytes, out var place) || !TryReadText(ref bytes, out var listedDigits) || !TryParse(digits, out var revision) || !TryParse(listedDigits, out var listed)
            || (place.Length > 0) != listed.HasValue)
        {
            return false;
        }

        if (settledAt < 0 || !TryReadInt(ref bytes, out var count) || count > EventWatermark.MaxTail || !TryReadTail(ref bytes, count, out var tail) || bytes.Length > 0)
        {
            return false;
        }

        watermark = new EventWatermark(cluster, revision, settledAt, tail, listed is { } upTo ? new ListPosition(place, upTo) : null);
        return true;
    }

    private static bool TryParse(string digits, out Revision? revision)
    {
        var isNumber = Revision.TryParse(digits, out var parsed);
        revision = isNumber ? parsed : null;
        return isNumber || digits.Length == 0;
    }

    private static bool TryReadTail(ref ReadOnlySpan<byte> bytes, int count, out EventCount[] tail)
    {
        tail = new EventCount[count];
        for (var i = 0; i < count; i++)
        {
            if (bytes.Length < 16)
            {
                return false;
            }

            var key = new Id128(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            bytes = bytes[16..];
            if (!TryReadInt(ref bytes, out var occurrences))
            {
                return false;
            }

            tail[i] = new EventCount(key, occurrences);
        }

        return true;
    }

    private static void Write(BinaryWriter writer, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        writer.Write7BitEncodedInt(utf8.Length);
        writer.Write(utf8);
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (!TryReadInt(ref bytes, out var length) || length > MaxText || length > bytes.Length)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes[..length]);
        bytes = bytes[length..];
        return true;
    }

    // Seven bits per byte, least significant first, as BinaryWriter writes them; never negative.
    private static bool TryReadInt(ref ReadOnlySpan<byte> bytes, out int value)
    {
        var read = 0UL;
        for (var i = 0; i < Math.Min(bytes.Length, 5); i++)
        {
            read |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if ((bytes[i] & 0x80) == 0)
            {
                bytes = bytes[(i + 1)..];
                value = (int)Math.Min(read, int.MaxValue);
                return read <= int.MaxValue;
            }
        }

        value = 0;
        return false;
    }
}
