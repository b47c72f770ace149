using Google.Protobuf;
using Hex.Testing.Otlp.Proto;

namespace Hex.Testing.Tests.Otlp;

/// <summary>Requests to send.</summary>
internal static class Batches
{
    public static ExportLogsServiceRequest Logs(params string[] uids) => Logs(uids.Select(uid => Record($"line {uid}", uid)).ToArray());

    public static ExportLogsServiceRequest Logs(params LogRecord[] records)
    {
        var scope = new ScopeLogs { Scope = new InstrumentationScope { Name = "hex", Version = "1" } };
        scope.LogRecords.AddRange(records);
        var resource = new Resource { Attributes = { Text("k8s.pod.name", "web-1"), Text("k8s.namespace.name", "shop") } };
        return new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { Resource = resource, ScopeLogs = { scope } } } };
    }

    public static LogRecord Record(string body, string? uid)
    {
        var record = new LogRecord
        {
            TimeUnixNano = 1_700_000_000_123_456_789,
            ObservedTimeUnixNano = 1_700_000_001_000_000_000,
            SeverityNumber = SeverityNumber.Warn,
            SeverityText = "WARN",
            Body = new AnyValue { StringValue = body },
            TraceId = ByteString.CopyFrom(Enumerable.Range(1, 16).Select(i => (byte)i).ToArray()),
            SpanId = ByteString.CopyFrom(Enumerable.Range(1, 8).Select(i => (byte)i).ToArray()),
            EventName = "line",
            Flags = 1,
            Attributes = { Text("log.iostream", "stderr") },
        };
        if (uid is not null)
            record.Attributes.Add(Text("log.record.uid", uid));
        return record;
    }

    public static ExportMetricsServiceRequest Metrics(params Metric[] metrics)
    {
        var scope = new ScopeMetrics { Scope = new InstrumentationScope { Name = "hex" } };
        scope.Metrics.AddRange(metrics);
        var resource = new Resource { Attributes = { Text("k8s.node.name", "node-1") } };
        return new ExportMetricsServiceRequest { ResourceMetrics = { new ResourceMetrics { Resource = resource, ScopeMetrics = { scope } } } };
    }

    public static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
