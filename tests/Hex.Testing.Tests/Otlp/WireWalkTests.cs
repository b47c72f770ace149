using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Hex.Testing.Otlp;
using Hex.Testing.Otlp.Ledger;
using Hex.Testing.Otlp.Proto;
using Hex.Testing.Otlp.Wire;

namespace Hex.Testing.Tests.Otlp;

/// <summary>The walk that only counts agrees with the generated decoder.</summary>
public sealed class WireWalkTests
{
    private static readonly Gen<string> Text = Gen.Elements("", "a", "ö✓", "log.record.uid", "log.iostream", new string('x', 200), new string('y', 17_000));

    private static readonly Gen<AnyValue> Value = Gen.OneOf(
        Text.Select(text => new AnyValue { StringValue = text }),
        Text.Select(text => new AnyValue { BytesValue = ByteString.CopyFromUtf8(text) }),
        Gen.Choose(-5, 5).Select(number => new AnyValue { IntValue = number }),
        Gen.Constant(new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { DoubleValue = 1.5 }, new AnyValue() } } }),
        Gen.Constant(new AnyValue()));

    private static readonly Gen<LogRecord> Record =
        from body in Value
        from uid in Text
        from other in Text
        from order in Gen.Choose(0, 3)
        select NewRecord(body, uid, other, order);

    private static readonly Gen<ExportLogsServiceRequest> Request =
        from batches in Record.ListOf().ListOf()
        select NewRequest(batches.Select(batch => batch.ToList()));

    [Fact]
    public void Both_count_the_same() => Prop.ForAll(Request.ToArbitrary(), request =>
    {
        var bytes = request.ToByteArray();
        using var walked = new BatchTally();
        using var decoded = new BatchTally();
        var seen = new List<(string Body, string Uid, string Stream, ulong Time)>();
        LogsWalk.Count(bytes, walked, (in LogRecordView view) => seen.Add((Utf8(view.Body), Utf8(view.Uid), Utf8(view.Stream), view.TimeUnixNano)));
        var logs = LogsDecode.Records(bytes);
        foreach (var log in logs)
            decoded.AddLog(Encoding.UTF8.GetByteCount(Body(log)), log.Uid);
        Assert.Equal(
            (decoded.LogRecords, decoded.LogsWithoutUid, decoded.JoinedLogs, decoded.LogBodyBytes),
            (walked.LogRecords, walked.LogsWithoutUid, walked.JoinedLogs, walked.LogBodyBytes));
        Assert.Equal(decoded.Uids.ToArray(), walked.Uids.ToArray());
        Assert.Equal(logs.Select(log => (Body(log), log.Uid ?? "", log.Stream ?? "", log.TimeUnixNano)), seen);
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever the bytes, both either decode or throw what the receiver answers with INTERNAL.</summary>
    [Fact]
    public void Broken_bytes_never_escape() => Prop.ForAll(
        (from request in Request
         from at in Gen.Choose(0, int.MaxValue - 1)
         from value in Gen.Choose(0, 255)
         select (request, at, value)).ToArbitrary(),
        broken =>
        {
            var bytes = broken.request.ToByteArray();
            if (bytes.Length == 0)
                return;
            bytes[broken.at % bytes.Length] = (byte)broken.value;
            using var tally = new BatchTally();
            Accepts(() => LogsWalk.Count(bytes, tally, null));
            Accepts(() => LogsDecode.Records(bytes));
            Accepts(() => MetricsWalk.Count(bytes, tally));
            Accepts(() => MetricsDecode.Points(bytes));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Points_are_counted_in_every_kind_of_metric()
    {
        var request = Batches.Metrics(
            new Metric { Name = "g", Gauge = new Gauge { DataPoints = { new NumberDataPoint(), new NumberDataPoint() } } },
            new Metric { Name = "s", Sum = new Sum { DataPoints = { new NumberDataPoint { AsInt = 1 } } } },
            new Metric { Name = "h", Histogram = new Histogram { DataPoints = { new HistogramDataPoint { Count = 1 } } } },
            new Metric { Name = "none", Gauge = new Gauge() });
        using var tally = new BatchTally();
        MetricsWalk.Count(request.ToByteArray(), tally);
        Assert.Equal(4, tally.MetricPoints);
        Assert.Equal(4, MetricsDecode.Points(request.ToByteArray()).Count);
    }

    private static string Body(ReceivedLog log) => log.Body ?? (log.BodyBytes is { } bytes ? Utf8(bytes) : "");

    private static string Utf8(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static void Accepts(Action decode)
    {
        try
        {
            decode();
        }
        catch (Exception error) when (error is InvalidDataException or InvalidProtocolBufferException)
        {
            // The two the receiver expects.
        }
    }

    private static LogRecord NewRecord(AnyValue body, string uid, string other, int order)
    {
        var record = new LogRecord { TimeUnixNano = (ulong)order, Body = body };
        if (order > 0)
            record.Attributes.Add(Batches.Text("log.record.uid", uid));
        if (order > 1)
            record.Attributes.Add(Batches.Text("log.iostream", other));
        if (order > 2)
            record.Attributes.Insert(0, new KeyValue { Key = $"x{other}", Value = body });
        return record;
    }

    private static ExportLogsServiceRequest NewRequest(IEnumerable<List<LogRecord>> batches)
    {
        var request = new ExportLogsServiceRequest();
        foreach (var batch in batches)
            request.ResourceLogs.Add(Batches.Logs([.. batch]).ResourceLogs);
        return request;
    }
}
