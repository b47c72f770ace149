using System.Buffers.Binary;
using Hex.Telemetry;

namespace Hex.Logs.Positions;

/// <summary>What is known of one file.</summary>
/// <param name="Position">How far it is done.</param>
/// <param name="Finished">True when it is done for good; it is never read again.</param>
internal readonly record struct StoredPosition(LogPosition Position, bool Finished);

/// <summary>
/// The stored form of all positions.
/// <code>state = "HXLP" version:u8 saved-at:i64 count:u32 count*entry          ; little-endian
/// entry = identity:u128 stdout:u64 stderr:u64 finished:u8</code>
/// </summary>
internal sealed class PositionState
{
    private const byte Version = 1;
    private const int HeaderBytes = 4 + 1 + 8 + 4;
    private const int EntryBytes = 16 + 8 + 8 + 1;

    public Dictionary<Id128, StoredPosition> Entries { get; } = [];

    /// <summary>When it was stored, nanoseconds since the Unix epoch.</summary>
    public long SavedAtUnixNano { get; init; }

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + (Entries.Count * EntryBytes)];
        "HXLP"u8.CopyTo(bytes);
        bytes[4] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(5), SavedAtUnixNano);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(13), Entries.Count);
        var rest = bytes.AsSpan(HeaderBytes);
        foreach (var (identity, stored) in Entries)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, identity.Low);
            BinaryPrimitives.WriteUInt64LittleEndian(rest[8..], identity.High);
            BinaryPrimitives.WriteInt64LittleEndian(rest[16..], stored.Position.Stdout);
            BinaryPrimitives.WriteInt64LittleEndian(rest[24..], stored.Position.Stderr);
            rest[32] = stored.Finished ? (byte)1 : (byte)0;
            rest = rest[EntryBytes..];
        }

        return bytes;
    }

    /// <summary>Reads the stored form; null and why for anything else.</summary>
    public static PositionState? TryParse(ReadOnlySpan<byte> bytes, out string? error)
    {
        error = null;
        if (bytes.Length < HeaderBytes || !bytes[..4].SequenceEqual("HXLP"u8))
        {
            error = $"{bytes.Length} bytes that do not start with HXLP";
            return null;
        }

        if (bytes[4] != Version)
        {
            error = $"version {bytes[4]} where this program reads version {Version}";
            return null;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[13..]);
        if (count < 0 || bytes.Length != HeaderBytes + ((long)count * EntryBytes))
        {
            error = $"{bytes.Length} bytes where {count} entries need {HeaderBytes + ((long)count * EntryBytes)}";
            return null;
        }

        var state = new PositionState { SavedAtUnixNano = BinaryPrimitives.ReadInt64LittleEndian(bytes[5..]) };
        for (var rest = bytes[HeaderBytes..]; !rest.IsEmpty; rest = rest[EntryBytes..])
        {
            var (stdout, stderr) = (BinaryPrimitives.ReadInt64LittleEndian(rest[16..]), BinaryPrimitives.ReadInt64LittleEndian(rest[24..]));
            if (stdout < 0 || stderr < 0)
            {
                error = "a negative offset";
                return null;
            }

            var identity = new Id128(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]), BinaryPrimitives.ReadUInt64LittleEndian(rest));
            state.Entries[identity] = new StoredPosition(new LogPosition(stdout, stderr), rest[32] != 0);
        }

        return state;
    }
}
