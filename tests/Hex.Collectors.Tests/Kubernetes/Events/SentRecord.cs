using System.Text;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>A record as a backend would have it.</summary>
internal sealed record SentRecord(Id128 Id, long Time, LogSeverity Severity, string Body, string? EventName, string? SeverityText, AttributeSet Attributes, Resource Resource)
{
    public string Uid => Attributes["k8s.event.uid"]!;

    public long Count => Attributes.TryGet("k8s.event.count", out var count) ? count.AsInt64 : 0;

    public long? Delta => Attributes.TryGet("k8s.event.count_delta", out var delta) ? delta.AsInt64 : null;

    public static IEnumerable<SentRecord> Of(LogBatch batch)
    {
        var records = new List<SentRecord>();
        foreach (ref readonly var record in batch.Records)
        {
            var details = batch.DetailsOf(record);
            records.Add(new SentRecord(
                record.Uid, record.TimeUnixNano, record.Severity, Encoding.UTF8.GetString(batch.Body(record)), details.EventName, details.SeverityText,
                details.Attributes ?? AttributeSet.Empty, batch.Resource));
        }

        return records;
    }
}
