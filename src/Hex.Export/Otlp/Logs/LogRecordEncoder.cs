using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Logs;

/// <summary>Encodes a log record that has more, or less, than an ordinary container line.</summary>
/// <remarks>
/// <c>record = time observed [severity] [severity-text] [trace-id] [span-id] [event-name] *attribute body</c>;
/// attributes: the record's stream and identity, its marks, then its own.
/// </remarks>
internal static class LogRecordEncoder
{
    private const int TraceIdBytes = 16, SpanIdBytes = 8, UidDigits = 32, BooleanBytes = 2;

    /// <summary>Bytes of a body field: <c>LogBody len (AnyString len bytes)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BodySize(int bodyLength) => ProtoWriter.FieldSize(ProtoWriter.FieldSize(bodyLength));

    /// <summary>Bytes of everything but the body.</summary>
    public static int SizeWithoutBody(in LogRecord record, in LogRecordDetails details, LogRecordMarks marks)
    {
        var size = 9 + 9;
        if (record.Severity != LogSeverity.Unspecified)
            size += 2;
        if (details.SeverityText is { Length: > 0 } text)
            size += ProtoWriter.FieldSize(text);
        if (!details.TraceId.IsNone)
            size += ProtoWriter.FieldSize(TraceIdBytes);
        if (details.SpanId != 0)
            size += ProtoWriter.FieldSize(SpanIdBytes);
        if (details.EventName is { Length: > 0 } name)
            size += ProtoWriter.FieldSize(name);
        if (!record.Uid.IsNone)
            size += AttributeSize(LogAttributes.Uid, ProtoWriter.FieldSize(UidDigits));
        if (record.Stream != LogStream.None)
            size += AttributeSize(LogAttributes.Stream, ProtoWriter.FieldSize(StreamName(record.Stream)));
        if ((marks & LogRecordMarks.Truncated) != LogRecordMarks.None)
            size += AttributeSize(LogAttributes.Truncated, BooleanBytes);
        if ((marks & LogRecordMarks.ParseError) != LogRecordMarks.None)
            size += AttributeSize(LogAttributes.ParseError, BooleanBytes);
        if (details.Attributes is { } attributes)
            size += AttributeEncoding.Size(attributes);
        return size;
    }

    public static void WriteWithoutBody(ref ProtoWriter to, in LogRecord record, in LogRecordDetails details, LogRecordMarks marks, long observedTime)
    {
        to.Fixed64Field(OtlpTags.LogTime, (ulong)record.TimeUnixNano);
        to.Fixed64Field(OtlpTags.LogObservedTime, (ulong)observedTime);
        if (record.Severity != LogSeverity.Unspecified)
            to.VarintField(OtlpTags.LogSeverity, (byte)record.Severity);
        if (details.SeverityText is { Length: > 0 } text)
            to.StringField(OtlpTags.LogSeverityText, text);
        WriteTraceContext(ref to, details);
        if (details.EventName is { Length: > 0 } name)
            to.StringField(OtlpTags.LogEventName, name);
        if (record.Stream != LogStream.None)
            LogRecordTemplate.WriteStringAttribute(ref to, LogAttributes.Stream, StreamName(record.Stream));
        if (!record.Uid.IsNone)
        {
            Span<byte> digits = stackalloc byte[UidDigits];
            LogRecordTemplate.WriteHex(record.Uid, digits);
            WriteAttributeHeader(ref to, LogAttributes.Uid, ProtoWriter.FieldSize(UidDigits));
            to.BytesField(OtlpTags.AnyString, digits);
        }
        if ((marks & LogRecordMarks.Truncated) != LogRecordMarks.None)
            WriteTrue(ref to, LogAttributes.Truncated);
        if ((marks & LogRecordMarks.ParseError) != LogRecordMarks.None)
            WriteTrue(ref to, LogAttributes.ParseError);
        if (details.Attributes is { } attributes)
            AttributeEncoding.Write(ref to, OtlpTags.LogAttributes, attributes);
    }

    public static void WriteBody(ref ProtoWriter to, scoped ReadOnlySpan<byte> body)
    {
        to.FieldHeader(OtlpTags.LogBody, ProtoWriter.FieldSize(body.Length));
        to.BytesField(OtlpTags.AnyString, body);
    }

    /// <summary>Bytes of a boolean attribute field.</summary>
    public static int TrueSize(string key) => AttributeSize(key, BooleanBytes);

    public static void WriteTrue(ref ProtoWriter to, string key)
    {
        WriteAttributeHeader(ref to, key, BooleanBytes);
        to.VarintField(OtlpTags.AnyBool, 1);
    }

    private static void WriteTraceContext(ref ProtoWriter to, in LogRecordDetails details)
    {
        Span<byte> id = stackalloc byte[TraceIdBytes];
        if (!details.TraceId.IsNone)
        {
            BinaryPrimitives.WriteUInt64BigEndian(id, details.TraceId.High);
            BinaryPrimitives.WriteUInt64BigEndian(id[8..], details.TraceId.Low);
            to.BytesField(OtlpTags.LogTraceId, id);
        }
        if (details.SpanId != 0)
        {
            BinaryPrimitives.WriteUInt64BigEndian(id, details.SpanId);
            to.BytesField(OtlpTags.LogSpanId, id[..SpanIdBytes]);
        }
    }

    private static int AttributeSize(string key, int valueSize) =>
        ProtoWriter.FieldSize(ProtoWriter.FieldSize(key.Length) + ProtoWriter.FieldSize(valueSize));

    private static void WriteAttributeHeader(ref ProtoWriter to, string key, int valueSize)
    {
        to.FieldHeader(OtlpTags.LogAttributes, ProtoWriter.FieldSize(key.Length) + ProtoWriter.FieldSize(valueSize));
        to.StringField(OtlpTags.Key, key);
        to.FieldHeader(OtlpTags.Value, valueSize);
    }

    private static string StreamName(LogStream stream) => stream == LogStream.Stdout ? "stdout" : "stderr";
}
