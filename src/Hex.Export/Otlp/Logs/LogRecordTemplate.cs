using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Logs;

/// <summary>
/// All of an ordinary container line but its length and its body: a block of fixed size, copied whole and filled in at four places.
/// </summary>
/// <remarks>
/// <c>block = observed(9) stream-attribute(26) uid-attribute(54) time(9) severity(2)</c>; zeros are written too: a fixed size is worth two bytes.
/// First what is the same from line to line, up to the last digits of the id, then what is not, up to the body: a compressor finds one long match in a line.
/// </remarks>
internal static class LogRecordTemplate
{
    /// <summary>Bytes of a block. Both streams' names have six letters.</summary>
    public const int Size = 9 + 9 + 2 + 54 + 26;

    private const int ObservedAt = 1, UidAt = 9 + 26 + 22, TimeAt = UidAt + 32 + 1, SeverityAt = TimeAt + 9;

    private static readonly byte[] Stdout = Make("stdout"), Stderr = Make("stderr");

    /// <summary>Whether a record is so ordinary that a block says everything of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(in LogRecord record) =>
        record.Details == 0 && record.Marks == LogRecordMarks.None && record.Stream != LogStream.None && !record.Uid.IsNone;

    /// <summary>
    /// Writes a whole record: <c>ScopeItems len block LogBody len AnyString len bytes</c>. The caller has made room; nothing here is checked again,
    /// since this is what every log line goes through.
    /// </summary>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteRecord(Span<byte> room, in LogRecord record, long observedTime, int content, ReadOnlySpan<byte> body)
    {
        ref var start = ref MemoryMarshal.GetReference(room);
        start = OtlpTags.ScopeItems;
        ref var to = ref WriteVarint(ref Unsafe.Add(ref start, 1), (uint)content);
        ref var template = ref MemoryMarshal.GetArrayDataReference(record.Stream == LogStream.Stdout ? Stdout : Stderr);
        Unsafe.CopyBlockUnaligned(ref to, ref template, Size);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, TimeAt), LittleEndian(record.TimeUnixNano));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, ObservedAt), LittleEndian(observedTime));
        Unsafe.Add(ref to, SeverityAt) = (byte)record.Severity;
        WriteHex(record.Uid, ref Unsafe.Add(ref to, UidAt));
        to = ref Unsafe.Add(ref to, Size);
        to = OtlpTags.LogBody;
        to = ref WriteVarint(ref Unsafe.Add(ref to, 1), (uint)ProtoWriter.FieldSize(body.Length));
        to = OtlpTags.AnyString;
        to = ref WriteVarint(ref Unsafe.Add(ref to, 1), (uint)body.Length);
        body.CopyTo(MemoryMarshal.CreateSpan(ref to, body.Length));
        return (int)Unsafe.ByteOffset(ref start, ref to) + body.Length;
    }

    /// <summary>Writes 128 bits as 32 lower-case hex digits, the highest first.</summary>
    public static void WriteHex(Id128 value, Span<byte> digits) => WriteHex(value, ref MemoryMarshal.GetReference(digits[..32]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteHex(Id128 value, ref byte digits)
    {
        var bytes = Vector128.Create(value.High, value.Low).AsByte();
        // Each half has its lowest byte first; digits start with the highest.
        bytes = Vector128.Shuffle(bytes, Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
        var high = bytes >>> 4;
        var low = bytes & Vector128.Create((byte)0xf);
        // Pairs of digits: the widened low byte is written first.
        var (highLower, highUpper) = Vector128.Widen(high);
        var (lowLower, lowUpper) = Vector128.Widen(low);
        var letters = Vector128.Create("0123456789abcdef"u8);
        Vector128.Shuffle(letters, (highLower | (lowLower << 8)).AsByte()).StoreUnsafe(ref digits);
        Vector128.Shuffle(letters, (highUpper | (lowUpper << 8)).AsByte()).StoreUnsafe(ref digits, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte WriteVarint(ref byte to, uint value)
    {
        while (value >= 0x80)
        {
            to = (byte)(value | 0x80);
            to = ref Unsafe.Add(ref to, 1);
            value >>= 7;
        }
        to = (byte)value;
        return ref Unsafe.Add(ref to, 1);
    }

    private static long LittleEndian(long value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    private static byte[] Make(string stream)
    {
        var block = new byte[Size];
        var writer = new ProtoWriter(block);
        writer.Fixed64Field(OtlpTags.LogObservedTime, 0);
        WriteStringAttribute(ref writer, LogAttributes.Stream, stream);
        WriteStringAttribute(ref writer, LogAttributes.Uid, new string('0', 32));
        writer.Fixed64Field(OtlpTags.LogTime, 0);
        writer.VarintField(OtlpTags.LogSeverity, 0);
        return writer.Length == Size ? block : throw new InvalidOperationException("The block's size is not the sum of its parts.");
    }

    /// <summary>An attribute of a log record with a string value.</summary>
    public static void WriteStringAttribute(ref ProtoWriter to, string key, string value)
    {
        to.FieldHeader(OtlpTags.LogAttributes, ProtoWriter.FieldSize(key) + ProtoWriter.FieldSize(ProtoWriter.FieldSize(value)));
        to.StringField(OtlpTags.Key, key);
        to.FieldHeader(OtlpTags.Value, ProtoWriter.FieldSize(value));
        to.StringField(OtlpTags.AnyString, value);
    }
}
