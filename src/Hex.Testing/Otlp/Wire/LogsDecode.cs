using Google.Protobuf;
using Hex.Testing.Otlp.Proto;

namespace Hex.Testing.Otlp.Wire;

/// <summary>Flattens a logs request, decoded by generated code.</summary>
internal static class LogsDecode
{
    public static List<ReceivedLog> Records(ReadOnlySpan<byte> request)
    {
        Utf8Check.Check(request, ExportLogsServiceRequest.Descriptor);
        var records = new List<ReceivedLog>();
        foreach (var resourceLogs in ExportLogsServiceRequest.Parser.ParseFrom(request).ResourceLogs)
        {
            var resource = Attributes.Of(resourceLogs.Resource?.Attributes);
            foreach (var scopeLogs in resourceLogs.ScopeLogs)
            {
                var scope = scopeLogs.Scope?.Name ?? "";
                foreach (var record in scopeLogs.LogRecords)
                    records.Add(Record(record, resource, scope));
            }
        }

        return records;
    }

    private static ReceivedLog Record(LogRecord record, Dictionary<string, object?> resource, string scope)
    {
        var body = Attributes.Value(record.Body);
        return new ReceivedLog
        {
            Resource = resource,
            Scope = scope,
            TimeUnixNano = record.TimeUnixNano,
            ObservedTimeUnixNano = record.ObservedTimeUnixNano,
            SeverityNumber = (int)record.SeverityNumber,
            SeverityText = record.SeverityText,
            Body = body as string,
            BodyBytes = body as byte[],
            BodyValue = body,
            Attributes = Attributes.Of(record.Attributes),
            TraceId = Id(record.TraceId, 16, "trace_id"),
            SpanId = Id(record.SpanId, 8, "span_id"),
            EventName = record.EventName,
            Flags = record.Flags,
        };
    }

    private static string Id(ByteString id, int length, string field) => id.Length == 0 || id.Length == length
        ? Convert.ToHexStringLower(id.Span)
        : throw new InvalidDataException($"A {field} has {id.Length} bytes; it must have {length} or none.");
}
