using Google.Protobuf;
using Hex.Testing.Otlp;
using Hex.Testing.Otlp.Proto;

namespace Hex.Testing.Tests.Otlp;

public sealed class OtlpReceiverTests
{
    [Fact]
    public async Task Log_record_arrives_with_every_field()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        var answer = await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("u1"));
        Assert.Equal(0, answer.Status);
        Assert.Equal("application/grpc", answer.ContentType);
        Assert.False(answer.TrailersOnly);
        Assert.Null(ExportLogsServiceResponse.Parser.ParseFrom(answer.Payload).PartialSuccess);

        var log = Assert.Single(receiver.Logs);
        Assert.Equal("web-1", log.Resource["k8s.pod.name"]);
        Assert.Equal("hex", log.Scope);
        Assert.Equal(1_700_000_000_123_456_789ul, log.TimeUnixNano);
        Assert.Equal(1_700_000_001_000_000_000ul, log.ObservedTimeUnixNano);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero).AddTicks(1_234_567), log.Time);
        Assert.Equal((13, "WARN"), (log.SeverityNumber, log.SeverityText));
        Assert.Equal("line u1", log.Body);
        Assert.Null(log.BodyBytes);
        Assert.Equal("0102030405060708090a0b0c0d0e0f10", log.TraceId);
        Assert.Equal("0102030405060708", log.SpanId);
        Assert.Equal(("line", 1u), (log.EventName, log.Flags));
        Assert.Equal(("u1", "stderr"), (log.Uid, log.Stream));
    }

    [Fact]
    public async Task Take_hands_each_record_over_once_and_the_counts_stay()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("u1"));
        await client.CallAsync(RawGrpc.MetricsPath, Batches.Metrics(new Metric { Name = "g", Gauge = new Gauge { DataPoints = { new NumberDataPoint { AsInt = 1 } } } }));

        var (logs, metrics) = receiver.Take();

        Assert.Equal(("u1", "g"), (Assert.Single(logs).Uid, Assert.Single(metrics).Name));
        var (noLogs, noMetrics) = receiver.Take();
        Assert.Empty(noLogs);
        Assert.Empty(noMetrics);
        Assert.Empty(receiver.Logs);
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("u1", "u2"));
        Assert.Equal(["u1", "u2"], receiver.Take().Logs.Select(log => log.Uid));
        Assert.Equal((3, 2, 1), (receiver.Counts.LogRecords, receiver.Counts.UniqueLogs, receiver.Counts.RepeatedLogs));
    }

    [Fact]
    public async Task Metric_points_arrive_with_every_field()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        var gauge = new Metric { Name = "g", Unit = "By", Description = "d", Gauge = new Gauge { DataPoints = { new NumberDataPoint { AsDouble = 1.5, TimeUnixNano = 2000 } } } };
        var sum = new Metric
        {
            Name = "s",
            Sum = new Sum
            {
                IsMonotonic = true,
                AggregationTemporality = AggregationTemporality.Cumulative,
                DataPoints =
                {
                    new NumberDataPoint { AsInt = -7, StartTimeUnixNano = 1000, TimeUnixNano = 2000, Attributes = { Batches.Text("reason", "x") } },
                    new NumberDataPoint { Flags = 1, TimeUnixNano = 3000 },
                },
            },
        };
        var histogram = new Metric
        {
            Name = "h",
            Histogram = new Histogram { DataPoints = { new HistogramDataPoint { Count = 3, Sum = 4.5, BucketCounts = { 1, 2 }, ExplicitBounds = { 1 } } } },
        };
        Assert.Equal(0, (await client.CallAsync(RawGrpc.MetricsPath, Batches.Metrics(gauge, sum, histogram))).Status);

        var points = receiver.Metrics;
        Assert.Equal(["g", "s", "s", "h"], points.Select(p => p.Name));
        Assert.Equal((ReceivedMetricKind.Gauge, 1.5, "By", "d"), (points[0].Kind, points[0].Value, points[0].Unit, points[0].Description));
        Assert.Equal("node-1", points[0].Resource["k8s.node.name"]);
        Assert.Equal((ReceivedMetricKind.Sum, true, ReceivedTemporality.Cumulative), (points[1].Kind, points[1].Monotonic, points[1].Temporality));
        Assert.Equal((-7L, null, -7.0), (points[1].IntValue, points[1].DoubleValue, points[1].Value));
        Assert.Equal((1000ul, 2000ul, "x"), (points[1].StartTimeUnixNano, points[1].TimeUnixNano, (string?)points[1].Attributes["reason"]));
        Assert.True(points[2].NoRecordedValue);
        Assert.True(double.IsNaN(points[2].Value));
        Assert.Equal((3ul, 4.5), (points[3].Histogram!.Count, points[3].Value));
        Assert.Equal([1ul, 2ul], points[3].Histogram!.BucketCounts);
        Assert.Equal(4, receiver.Counts.MetricPoints);
    }

    [Theory]
    [InlineData(Keep.All)]
    [InlineData(Keep.CountsOnly)]
    public async Task Counts_unique_repeated_joined_and_without_uid(Keep keep)
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Keep = keep);
        using var client = new RawGrpc(receiver.Endpoint);
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a", "b", "0123456789abcdef0123456789abcdef", "a-uid-longer-than-sixteen-bytes"));
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("b", "c", "a-uid-longer-than-sixteen-bytes", "0123456789abcdef0123456789abcdee"), gzip: true);
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs(Batches.Record(new string('é', 8193), null), Batches.Record(new string('x', 16384), "d")));
        var counts = receiver.Counts;
        Assert.Equal((10, 7, 2, 1, 1), (counts.LogRecords, counts.UniqueLogs, counts.RepeatedLogs, counts.LogsWithoutUid, counts.JoinedLogs));
        Assert.Equal((3, 3, 0, 1), (counts.Requests, counts.AcceptedRequests, counts.MalformedRequests, counts.Connections));
        Assert.Equal(keep == Keep.All ? 10 : 0, receiver.Logs.Count);
        Assert.Equal((8193 * 2) + 16384 + (4 * "line a".Length) + (2 * (5 + 32)) + (2 * (5 + 31)), counts.LogBodyBytes);
    }

    [Fact]
    public async Task Discard_counts_bytes_and_requests_only()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Keep = Keep.Discard);
        using var client = new RawGrpc(receiver.Endpoint);
        var batch = Batches.Logs("a", "b");
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, batch)).Status);
        Assert.Equal((1, batch.CalculateSize() + 5, 0), (receiver.Counts.AcceptedRequests, receiver.Counts.WireBytes, receiver.Counts.LogRecords));
    }

    [Fact]
    public async Task Inspector_sees_each_record_in_place()
    {
        var seen = new List<string>();
        await using var receiver = await OtlpReceiver.StartAsync(o =>
        {
            o.Keep = Keep.CountsOnly;
            o.Inspect = (in LogRecordView r) => seen.Add($"{Utf8(r.Uid)} {Utf8(r.Stream)} {Utf8(r.Body)} {r.TimeUnixNano} {Resource.Parser.ParseFrom(r.Resource).Attributes.Count}");
        });
        using var client = new RawGrpc(receiver.Endpoint);
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a", "b"));
        Assert.Equal(["a stderr line a 1700000000123456789 2", "b stderr line b 1700000000123456789 2"], seen);
    }

    [Fact]
    public async Task Body_may_be_bytes_or_structured()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        var bytes = new LogRecord { Body = new AnyValue { BytesValue = ByteString.CopyFrom(0xff, 0) } };
        var list = new LogRecord
        {
            Body = new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 1 }, new AnyValue { BoolValue = true }, new AnyValue() } } },
        };
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs(bytes, list));
        Assert.Equal([0xff, 0], receiver.Logs[0].BodyBytes);
        Assert.Equal(new object?[] { 1L, true, null }, receiver.Logs[1].BodyValue);
        Assert.Null(receiver.Logs[1].Body);
    }

    [Fact]
    public async Task Requests_keep_their_headers_and_sizes_up_to_the_limit()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.KeepRequests = 2);
        using var client = new RawGrpc(receiver.Endpoint);
        for (var i = 0; i < 3; i++)
        {
            client.Headers["x-api-key"] = $"k{i}";
            await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"), gzip: i == 2);
        }

        Assert.Equal([2, 3], receiver.Requests.Select(r => r.Number));
        var last = receiver.Requests[^1];
        Assert.Equal(("k2", OtlpSignal.Logs, true, 1, true), (last.Headers["x-api-key"], last.Signal, last.Compressed, last.Records, last.Accepted));
        Assert.Equal(Batches.Logs("a").CalculateSize(), last.MessageBytes);
        Assert.Equal(receiver.Requests[0].ConnectionId, last.ConnectionId);
    }

    [Fact]
    public async Task Waiting_ends_when_the_predicate_holds_and_fails_with_the_counts()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        var waiting = receiver.WaitForAsync(r => r.Counts.UniqueLogs == 2);
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"));
        Assert.False(waiting.IsCompleted);
        await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("b"));
        await waiting;
        var late = await Assert.ThrowsAsync<TimeoutException>(() => receiver.WaitForAsync(r => r.Counts.UniqueLogs == 9, TimeSpan.FromMilliseconds(20)));
        Assert.Contains("UniqueLogs = 2", late.Message, StringComparison.Ordinal);
    }

    private static string Utf8(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
