using System.Buffers;
using System.Text.Json;
using Hex.Telemetry;

namespace ReplaceExporter;

#region ReplaceExporterLogs
/// <summary>Sends log records as JSON lines by HTTP POST. It encodes one record and sends once; batches, retries, halving and holding are the pipeline's.</summary>
public sealed class WebhookLogs(HttpClient http, Uri url) : RecordLogExporter
{
    public override string Name => "webhook";

    protected override void Encode(LogBatch batch, in LogRecord record, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("time", UnixNano.ToDateTimeOffset(record.TimeUnixNano));
            json.WriteString("pod", batch.Resource["k8s.pod.name"]);
            json.WriteString("message", Webhook.Text(batch.Body(record)));
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    protected override ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> records, int count, CancellationToken cancellationToken) =>
        Webhook.PostAsync(http, url, records, cancellationToken);
}
#endregion
