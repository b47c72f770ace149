using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Hex.Telemetry;
using Hex.Testing.Otlp.Proto;
using LogRecord = Hex.Telemetry.LogRecord;
using Resource = Hex.Telemetry.Resource;

namespace Hex.Export.Tests.Support;

/// <summary>Random log batches, and the same as generated messages made the slow way.</summary>
internal static class LogSamples
{
    public static readonly ResourcePool Pool = new(("deployment.environment.name", "test"));

    public sealed record Sample(Resource Resource, byte[] Body, LogRecord Record, LogRecordDetails? Details, long Observed);

    public static Gen<Sample> Samples { get; } =
        from resource in Gen.Choose(0, 3)
        from body in Bodies
        from time in ArbMap.Default.GeneratorFor<long>()
        from stream in Gen.Elements(LogStream.None, LogStream.Stdout, LogStream.Stderr)
        from severity in Gen.Elements(LogSeverity.Unspecified, LogSeverity.Trace, LogSeverity.Info, LogSeverity.Fatal)
        from marks in Gen.Elements(LogRecordMarks.None, LogRecordMarks.None, LogRecordMarks.Truncated, LogRecordMarks.ParseError, LogRecordMarks.Truncated | LogRecordMarks.ParseError)
        from high in Gen.Elements(0UL, 1UL, ulong.MaxValue, 0x0123456789abcdefUL)
        from low in Gen.Elements(0UL, 1UL, 0xfedcba9876543210UL)
        from details in DetailsOrNot
        select new Sample(
            Pool.Get(("k8s.pod.name", $"pod-{resource}"), ("k8s.pod.index", resource)),
            body,
            new LogRecord { TimeUnixNano = time, Stream = stream, Severity = severity, Marks = marks, Uid = new Id128(high, low) },
            details,
            resource == 1 ? 0 : 1_800_000_000_000_000_000 + resource);

    // Lengths around where varints grow, plain and not.
    private static Gen<byte[]> Bodies { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>().Select(b => b ?? []),
        Gen.Elements("", "hello", "na\u00efve \u20ac \ud83d\ude00", "a\0b\u001b[31m", "{\"level\":\"info\"}").Select(Encoding.UTF8.GetBytes),
        Gen.Elements(126, 127, 128, 129, 16_380, 16_383, 16_384, 40_000).Select(n => Encoding.UTF8.GetBytes(new string('x', n))),
        Gen.Elements(20, 130).Select(n => Enumerable.Repeat((byte)0xff, n).ToArray()));

    private static Gen<LogRecordDetails?> DetailsOrNot { get; } = Gen.OneOf(
        Gen.Constant<LogRecordDetails?>(null),
        Gen.Elements<LogRecordDetails?>(
            new LogRecordDetails { TraceId = new Id128(1, 2), SpanId = 3 },
            new LogRecordDetails { EventName = "k8s.event", SeverityText = "Warning" },
            new LogRecordDetails
            {
                Attributes = AttributeSet.Create(
                    ("k8s.event.count", 7L), ("big", long.MinValue), ("ratio", 0.5), ("flag", true), ("off", false), ("empty", ""), ("none", default(AttributeValue)),
                    ("list", new[] { "a", "", "\u20ac", "\ud800" }), ("text", "\u00e9")),
            }));

    public static LogBatch Batch(IReadOnlyList<Sample> samples)
    {
        var batch = new LogBatch(samples[0].Resource, samples[0].Observed);
        var segment = batch.AddSegment(samples.SelectMany(s => s.Body).ToArray());
        var offset = 0;
        foreach (var sample in samples)
        {
            batch.Add(sample.Record with
            {
                Segment = segment,
                BodyOffset = offset,
                BodyLength = sample.Body.Length,
                Details = sample.Details is { } details ? batch.AddDetails(details) : 0,
            });
            offset += sample.Body.Length;
        }
        return batch;
    }

    public static ExportLogsServiceRequest Expected(IEnumerable<(Resource Resource, Sample Sample)> samples)
    {
        var request = new ExportLogsServiceRequest();
        Resource? last = null;
        foreach (var (resource, sample) in samples)
        {
            if (!ReferenceEquals(last, resource))
            {
                var group = new ResourceLogs { Resource = new() };
                group.Resource.Attributes.AddRange(resource.Attributes.Items.ToArray().Select(Pair));
                group.ScopeLogs.Add(new ScopeLogs { Scope = new() { Name = "hex", Version = "0.1.0" } });
                request.ResourceLogs.Add(group);
                last = resource;
            }
            request.ResourceLogs[^1].ScopeLogs[0].LogRecords.Add(Expected(sample));
        }
        return request;
    }

    public static KeyValue Pair(TelemetryAttribute attribute) => new() { Key = attribute.Key, Value = Value(attribute.Value) };

    private static Hex.Testing.Otlp.Proto.LogRecord Expected(Sample sample)
    {
        var (record, details) = (sample.Record, sample.Details ?? default);
        var expected = new Hex.Testing.Otlp.Proto.LogRecord
        {
            TimeUnixNano = (ulong)record.TimeUnixNano,
            ObservedTimeUnixNano = (ulong)sample.Observed,
            SeverityNumber = (SeverityNumber)record.Severity,
            SeverityText = details.SeverityText ?? "",
            EventName = details.EventName ?? "",
            Body = new AnyValue { StringValue = Encoding.UTF8.GetString(sample.Body) },
        };
        if (details.TraceId != default)
            expected.TraceId = Bytes(16, b => Convert.FromHexString(details.TraceId.ToString()).CopyTo(b));
        if (details.SpanId != 0)
            expected.SpanId = Bytes(8, b => BinaryPrimitives.WriteUInt64BigEndian(b, details.SpanId));
        if (record.Stream != LogStream.None)
            expected.Attributes.Add(Pair(("log.iostream", record.Stream == LogStream.Stdout ? "stdout" : "stderr")));
        if (record.Uid != default)
            expected.Attributes.Add(Pair(("log.record.uid", record.Uid.ToString())));
        if (record.Marks.HasFlag(LogRecordMarks.Truncated))
            expected.Attributes.Add(Pair(("log.truncated", true)));
        if (record.Marks.HasFlag(LogRecordMarks.ParseError))
            expected.Attributes.Add(Pair(("log.parse_error", true)));
        if (details.Attributes is { } attributes)
            expected.Attributes.AddRange(attributes.Items.ToArray().Select(Pair));
        return expected;
    }

    private static ByteString Bytes(int count, Action<byte[]> write)
    {
        var bytes = new byte[count];
        write(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private static AnyValue Value(AttributeValue value) => value.Kind switch
    {
        AttributeKind.String => new AnyValue { StringValue = WellFormed(value.AsString!) },
        AttributeKind.Int64 => new AnyValue { IntValue = value.AsInt64 },
        AttributeKind.Double => new AnyValue { DoubleValue = value.AsDouble },
        AttributeKind.Boolean => new AnyValue { BoolValue = value.AsBoolean },
        AttributeKind.StringArray => new AnyValue { ArrayValue = new ArrayValue { Values = { value.AsStringArray.ToArray().Select(s => new AnyValue { StringValue = WellFormed(s) }) } } },
        _ => new AnyValue(),
    };

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
