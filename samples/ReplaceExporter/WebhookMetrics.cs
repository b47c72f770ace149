using System.Buffers;
using System.Text.Json;
using Hex.Telemetry;

namespace ReplaceExporter;

#region ReplaceExporterMetrics
/// <summary>The same for metric points.</summary>
public sealed class WebhookMetrics(HttpClient http, Uri url) : PointMetricExporter
{
    public override string Name => "webhook";

    protected override void Encode(in MetricPoint point, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("metric", point.Instrument.Name);
            json.WriteString("about", point.Resource.ToString());
            json.WriteString("series", point.Attributes.ToString());
            if (point.Value.HasValue)
            {
                json.WriteNumber("value", point.Value.AsDouble);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    protected override ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> points, int count, CancellationToken cancellationToken) =>
        Webhook.PostAsync(http, url, points, cancellationToken);
}
#endregion
