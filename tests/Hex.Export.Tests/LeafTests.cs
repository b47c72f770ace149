using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Hex.Export.Tests.Support;
using Hex.Telemetry;
using Hex.Testing.Otlp.Proto;

namespace Hex.Export.Tests;

public class LeafTests
{
    private static readonly ResourcePool Pool = new();
    private static readonly Telemetry.Resource Container = Pool.Get(("k8s.namespace.name", "shop"), ("k8s.pod.name", "web-0"), ("k8s.container.name", "app"));

    [Fact]
    public async Task Console_prints_a_line_for_people()
    {
        using var output = new MemoryStream();
        using var exporter = new ConsoleExporter(output);
        using var batch = new LogBatch(Container);
        batch.Add(1_795_284_000_123_456_789, "hello\u001b[2J\nworld", LogSeverity.Warn, 7);
        batch.Add(0, new string('x', 10_000));
        batch.Add(1, "Back-off restarting", details: new LogRecordDetails { SeverityText = "Warning", Attributes = AttributeSet.Create(("k8s.event.reason", "BackOff"), ("k8s.event.count", 3L)) });
        await SendAsync(exporter, batch);
        await SendMetricsAsync(exporter);

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        Assert.Equal("2026-11-21T18:00:00.123456Z WARN    shop/web-0/app: hello\\u001b[2J\\nworld", lines[0]);
        Assert.Equal("- -       shop/web-0/app: " + new string('x', 4096) + "\u2026", lines[1]);
        Assert.Equal("1970-01-01T00:00:00.000000Z WARNING shop/web-0/app: Back-off restarting {k8s.event.count=3, k8s.event.reason=BackOff}", lines[2]);
        Assert.Equal("2026-11-21T18:00:00.000000Z shop/web-0/app: a.gauge{k=v} = 0.5 1", lines[3]);
        Assert.Equal("2026-11-21T18:00:00.000000Z shop/web-0/app: a.gauge = ended 1", lines[4]);
        Assert.Equal("2026-11-21T18:00:00.000000Z shop/web-0/app: a.counter = -3 By", lines[5]);
        Assert.Equal("", Assert.Single(lines[6..]));
    }

    [Fact]
    public void Console_prints_one_line_per_record_whatever_is_in_it() =>
        Prop.ForAll(Gen.NonEmptyListOf(LogSamples.Samples).ToArbitrary(), samples =>
        {
            using var output = new MemoryStream();
            using var exporter = new ConsoleExporter(output);
            using var batch = LogSamples.Batch([.. samples.Take(5)]);
            Assert.True(SendAsync(exporter, batch).IsCompletedSuccessfully);
            var text = Encoding.UTF8.GetString(output.ToArray());
            return text.Count(c => c == '\n') == batch.Count && text.All(c => c == '\n' || !char.IsControl(c));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void File_lines_are_OTLP_JSON() =>
        Prop.ForAll(Gen.NonEmptyListOf(LogSamples.Samples).ToArbitrary(), list =>
        {
            var samples = list.Take(10).Select(s => s with { Resource = list[0].Resource, Observed = list[0].Observed }).ToList();
            using var output = new MemoryStream();
            using var exporter = new FileExporter(output);
            using var batch = LogSamples.Batch(samples);
            Assert.True(SendAsync(exporter, batch).IsCompletedSuccessfully);
            var line = Encoding.UTF8.GetString(output.ToArray());
            return line.IndexOf('\n') == line.Length - 1 && FromOtlpJson(line).Equals(LogSamples.Expected(samples.Select(s => (s.Resource, s))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task File_line_of_a_log_record_is_this()
    {
        using var output = new MemoryStream();
        using var exporter = new FileExporter(output);
        using var batch = new LogBatch(Pool.Get(("a", "b")), 9);
        batch.Add(8, "x \"\u00e9\" <>", LogSeverity.Info, details: new LogRecordDetails { TraceId = new Id128(0x0102030405060708, 0x090a0b0c0d0e0f10), SpanId = 0x0102030405060708, Attributes = AttributeSet.Create(("n", 0L), ("off", false)) });
        await SendAsync(exporter, batch);
        Assert.Equal(
            """{"resourceLogs":[{"resource":{"attributes":[{"key":"a","value":{"stringValue":"b"}}]},"scopeLogs":[{"scope":{"name":"hex","version":"0.1.0"},"logRecords":[{"timeUnixNano":"8","observedTimeUnixNano":"9","severityNumber":9,"body":{"stringValue":"x \"é\" <>"},"attributes":[{"key":"n","value":{"intValue":"0"}},{"key":"off","value":{"boolValue":false}}],"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708"}]}]}]}""" + "\n",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task File_line_of_metrics_is_this()
    {
        using var output = new MemoryStream();
        using var exporter = new FileExporter(output);
        await SendMetricsAsync(exporter);
        var line = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains(
            """"metrics":[{"name":"a.gauge","description":"A gauge.","unit":"1","gauge":{"dataPoints":[{"attributes":[{"key":"k","value":{"stringValue":"v"}}],"timeUnixNano":"1795284000000000000","asDouble":0.5},{"timeUnixNano":"1795284000000000000","flags":1}]}},{"name":"a.counter","unit":"By","sum":{"dataPoints":[{"timeUnixNano":"1795284000000000000","asInt":"-3"}],"aggregationTemporality":2,"isMonotonic":true}}]"""",
            line, StringComparison.Ordinal);
        Assert.Equal(3, JsonParser.Default.Parse<ExportMetricsServiceRequest>(line).ResourceMetrics[0].ScopeMetrics[0].Metrics.Sum(m => (m.Gauge?.DataPoints ?? m.Sum.DataPoints).Count));
    }

    [Fact]
    public async Task File_is_appended_to_and_opened_again_after_a_failure()
    {
        using var folder = new TempFolder();
        var path = folder["sub/out.jsonl"];
        using var exporter = new FileExporter(path);
        using var first = new LogBatch(Container);
        first.Add(1, "one");
        var result = await SendAsync(exporter, first);
        Assert.Equal(ExportStatus.EndpointFault, result.Status);
        Assert.StartsWith($"cannot write to {path}: ", result.Reason, StringComparison.Ordinal);
        Directory.CreateDirectory(folder["sub"]);
        Assert.Equal(ExportResult.Accepted, await SendAsync(exporter, first));
        Assert.Equal(ExportResult.Accepted, await SendAsync(exporter, first));
        Assert.Equal(2, (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Half_a_line_is_taken_back_when_the_disk_is_full()
    {
        using var output = new FullDisk();
        using var exporter = new FileExporter(output);
        using var batch = new LogBatch(Container);
        batch.Add(1, "one");
        await SendAsync(exporter, batch);
        var whole = output.Length;
        output.IsFull = true;
        Assert.Equal(ExportResult.EndpointFault("cannot write to a stream: No space left on device"), await SendAsync(exporter, batch));
        Assert.Equal(whole, output.LengthAtEnd);
    }

    [Fact]
    public async Task Discard_counts_what_it_drops()
    {
        var exporter = new DiscardExporter();
        using var batch = new LogBatch(Container);
        batch.Add(1, "one");
        batch.Add(2, "two");
        Assert.Equal(ExportResult.Accepted, await SendAsync(exporter, batch));
        await SendMetricsAsync(exporter);
        Assert.Equal((2, 3), (exporter.LogRecords, exporter.MetricPoints));
        Assert.InRange(exporter.Bytes, 300, 1500);
    }

    private static async Task<ExportResult> SendAsync(ILogExporter exporter, LogBatch batch)
    {
        using var request = exporter.CreateRequest(exporter.MaxRequestBytes);
        Assert.Equal(batch.Count, request.Add(batch, 0));
        return await request.SendAsync(0, request.Count, CancellationToken.None);
    }

    private static async Task SendMetricsAsync(IMetricExporter exporter)
    {
        using var request = exporter.CreateRequest(exporter.MaxRequestBytes);
        using var writer = new MetricWriter(Pool, 1_795_284_000_000_000_000, batch =>
        {
            request.Add(batch, 0);
            batch.Dispose();
        });
        var gauge = Instrument.Gauge("a.gauge", "1", "A gauge.");
        writer.For(Container).Record(gauge, 0.5, ("k", "v"));
        writer.For(Container).Record(gauge, MetricValue.None);
        writer.For(Container).Record(Instrument.Counter("a.counter", "By", ""), -3);
        writer.Flush();
        Assert.Equal(ExportResult.Accepted, await request.SendAsync(0, request.Count, CancellationToken.None));
    }

    // OTLP has ids in hex where protobuf's JSON has base64; the rest is protobuf's.
    private static ExportLogsServiceRequest FromOtlpJson(string line)
    {
        var root = System.Text.Json.Nodes.JsonNode.Parse(line)!;
        foreach (var record in root["resourceLogs"]!.AsArray().SelectMany(r => r!["scopeLogs"]!.AsArray()).SelectMany(s => s!["logRecords"]!.AsArray()))
        {
            foreach (var id in new[] { "traceId", "spanId" })
            {
                if (record![id] is { } hex)
                    record[id] = Convert.ToBase64String(Convert.FromHexString(hex.GetValue<string>()));
            }
        }
        return JsonParser.Default.Parse<ExportLogsServiceRequest>(root.ToJsonString(new JsonSerializerOptions { MaxDepth = 64 }));
    }

    private sealed class FullDisk : MemoryStream
    {
        public bool IsFull { get; set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(IsFull ? buffer[..(buffer.Length / 2)] : buffer, cancellationToken);
            if (IsFull)
                throw new IOException("No space left on device");
        }

        public long LengthAtEnd { get; private set; }

        protected override void Dispose(bool disposing)
        {
            LengthAtEnd = CanRead ? Length : LengthAtEnd;
            base.Dispose(disposing);
        }
    }
}
