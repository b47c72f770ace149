using Hex.Testing.Otlp.Ledger;

namespace Hex.Testing.Otlp.Wire;

/// <summary>
/// Counts the records of an ExportLogsServiceRequest without building an object:
/// request 1 → ResourceLogs {1 resource, 2 → ScopeLogs {2 → LogRecord {1 time, 5 body, 6 attributes}}}.
/// </summary>
internal static class LogsWalk
{
    public static void Count(ReadOnlySpan<byte> request, BatchTally tally, LogRecordInspector? inspect)
    {
        var top = new WireReader(request);
        while (top.Next())
        {
            if (top is { Field: 1, IsBytes: true })
                ResourceLogs(top.Bytes, tally, inspect);
        }
    }

    private static void ResourceLogs(ReadOnlySpan<byte> message, BatchTally tally, LogRecordInspector? inspect)
    {
        ReadOnlySpan<byte> resource = default;
        var fields = new WireReader(message);
        while (fields.Next())
        {
            if (fields is { Field: 1, IsBytes: true })
                resource = fields.Bytes;
            if (fields is not { Field: 2, IsBytes: true })
                continue;
            var scope = new WireReader(fields.Bytes);
            while (scope.Next())
            {
                if (scope is { Field: 2, IsBytes: true })
                    Record(scope.Bytes, resource, tally, inspect);
            }
        }
    }

    private static void Record(ReadOnlySpan<byte> message, ReadOnlySpan<byte> resource, BatchTally tally, LogRecordInspector? inspect)
    {
        ReadOnlySpan<byte> body = default, uid = default, stream = default;
        ulong time = 0;
        var fields = new WireReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    time = fields.Number;
                    break;
                case 5:
                    body = Text(fields.Bytes);
                    break;
                case 6:
                    Attribute(fields.Bytes, ref uid, ref stream);
                    break;
            }
        }

        tally.AddLog(body.Length, uid);
        inspect?.Invoke(new LogRecordView { Body = body, Uid = uid, Stream = stream, TimeUnixNano = time, Resource = resource });
    }

    private static void Attribute(ReadOnlySpan<byte> message, ref ReadOnlySpan<byte> uid, ref ReadOnlySpan<byte> stream)
    {
        ReadOnlySpan<byte> key = default, value = default;
        var fields = new WireReader(message);
        while (fields.Next())
        {
            if (fields.Field == 1)
                key = fields.Bytes;
            else if (fields.Field == 2)
                value = fields.Bytes;
        }

        if (key.SequenceEqual("log.record.uid"u8))
            uid = Text(value);
        else if (key.SequenceEqual("log.iostream"u8))
            stream = Text(value);
    }

    /// <summary>The text (1) or bytes (7) of an AnyValue.</summary>
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> text = default;
        var fields = new WireReader(value);
        while (fields.Next())
        {
            if (fields.Field is not (1 or 7))
                continue;
            text = fields.Bytes;
            if (fields.Field == 1)
                Utf8Check.CheckText(text, "AnyValue.string_value");
        }

        return text;
    }
}
