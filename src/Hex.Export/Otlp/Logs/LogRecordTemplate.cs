using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Logs;

/// <summary>
/// All of an ordinary container line but its length and its body: a block of fixed size, copied whole and filled in at four places.
/// </summary>
/// <remarks><c>block = time(9) observed(9) severity(2) uid-attribute(54) stream-attribute(26)</c>; zeros are written too: a fixed size is worth two bytes.</remarks>
internal static class LogRecordTemplate
{
    /// <summary>Bytes of a block. Both streams' names have six letters.</summary>
    public const int Size = 9 + 9 + 2 + 54 + 26;

    private const int TimeAt = 1, ObservedAt = 10, SeverityAt = 19, UidAt = 42;

    private static readonly byte[] Stdout = Make("stdout"), Stderr = Make("stderr");

    /// <summary>Whether a record is so ordinary that a block says everything of it.</summary>
    public static bool Fits(in LogRecord record) =>
        record.Details == 0 && record.Marks == LogRecordMarks.None && record.Stream != LogStream.None && record.Uid != default;

    /// <summary>Writes a block to the start of a span that has room for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> to, in LogRecord record, long observedTime)
    {
        var block = to[..Size];
        (record.Stream == LogStream.Stdout ? Stdout : Stderr).CopyTo(block);
        BinaryPrimitives.WriteInt64LittleEndian(block[TimeAt..], record.TimeUnixNano);
        BinaryPrimitives.WriteInt64LittleEndian(block[ObservedAt..], observedTime);
        block[SeverityAt] = (byte)record.Severity;
        WriteHex(record.Uid, block.Slice(UidAt, 32));
    }

    /// <summary>Writes 128 bits as 32 lower-case hex digits, the highest first.</summary>
    public static void WriteHex(UInt128 value, Span<byte> digits)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        Convert.TryToHexStringLower(bytes, digits, out _);
    }

    private static byte[] Make(string stream)
    {
        var block = new byte[Size];
        var writer = new ProtoWriter(block);
        writer.Fixed64Field(OtlpTags.LogTime, 0);
        writer.Fixed64Field(OtlpTags.LogObservedTime, 0);
        writer.VarintField(OtlpTags.LogSeverity, 0);
        WriteStringAttribute(ref writer, LogAttributes.Uid, new string('0', 32));
        WriteStringAttribute(ref writer, LogAttributes.Stream, stream);
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
