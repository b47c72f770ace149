using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Export.Otlp;
using Hex.Export.Otlp.Metrics;
using Hex.Export.Tests.Support;
using Hex.Telemetry;
using Hex.Testing.Otlp.Proto;
using Resource = Hex.Telemetry.Resource;

namespace Hex.Export.Tests.Otlp;

public class MetricEncodingTests
{
    private static readonly Instrument[] Instruments =
    [
        Instrument.Gauge("g", "1", "A gauge."), Instrument.UpDownSum("u", "{pod}", ""), Instrument.Counter("c", "", "A counter with a longer description than others."),
    ];

    private static readonly AttributeSet[] Attributes =
        [AttributeSet.Empty, AttributeSet.Create(("a", "b")), AttributeSet.Create(("s", "\u20ac"), ("i", -1L), ("d", double.NaN), ("b", true), ("l", new[] { "x" }), ("n", default(AttributeValue)))];

    private sealed record Point(int Resource, int Instrument, int Attributes, MetricValue Value, long Start, long Time);

    private static readonly Gen<Point[]> Points = Gen.NonEmptyListOf(
        from r in Gen.Choose(0, 2)
        from i in Gen.Choose(0, 2)
        from a in Gen.Choose(0, 2)
        from v in Gen.OneOf(
            Gen.Constant(MetricValue.None),
            ArbMap.Default.GeneratorFor<long>().Select(l => (MetricValue)l),
            Gen.Elements(0.0, -0.0, 1.5, double.NaN, double.PositiveInfinity, double.MaxValue).Select(d => (MetricValue)d))
        from s in Gen.Elements(0L, 1_700_000_000_000_000_000)
        from t in ArbMap.Default.GeneratorFor<long>()
        select new Point(r, i, a, v, s, t)).Select(list => list.ToArray());

    [Fact]
    public void Generated_decoder_reads_back_what_was_encoded() =>
        Prop.ForAll(Points.ToArbitrary(), points =>
        {
            var sink = new CapturingSink();
            using var request = Encode(sink, points, int.MaxValue);
            LogEncodingTests.Send(request, 0, request.Count);
            return sink.Metrics.Equals(Expected(points));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_range_is_a_request_of_its_own() =>
        Prop.ForAll(Points.ToArbitrary(), Gen.Choose(0, 100).Two().ToArbitrary(), (points, range) =>
        {
            var sink = new CapturingSink();
            using var request = Encode(sink, points, int.MaxValue);
            var first = range.Item1 % points.Length;
            var count = 1 + (range.Item2 % (points.Length - first));
            LogEncodingTests.Send(request, first, count);
            return sink.Metrics.Equals(Expected(points.Skip(first).Take(count)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Limit_is_kept() =>
        Prop.ForAll(Points.ToArbitrary(), Gen.Choose(300, 1500).ToArbitrary(), (points, limit) =>
        {
            var sink = new CapturingSink();
            using var request = Encode(sink, points, limit);
            LogEncodingTests.Send(request, 0, request.Count);
            return (request.Size <= limit && request.Count > 0 && sink.Metrics.Equals(Expected(points.Take(request.Count))) && (request.Count == points.Length || request.IsFull));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Full_request_waits_packed_and_is_sent_as_it_is_or_plain(bool takesPacked)
    {
        var sink = new CapturingSink { TakesPacked = takesPacked };
        Point[] points = [.. Enumerable.Range(0, 4000).Select(i => new Point(i / 100 % 3, i / 10 % 3, i % 3, i, 0, i))];
        using var request = Encode(sink, points, 100_000);
        Assert.True(request.IsFull);
        Assert.InRange(request.Size, 99_000, 100_000);
        Assert.InRange(request.BufferBytes, 1, 64 * 1024);
        LogEncodingTests.Send(request, 0, request.Count);
        Assert.Equal(Expected(points.Take(request.Count)), sink.Metrics);
        Assert.Equal(takesPacked ? 1 : 0, sink.Packed);
        LogEncodingTests.Send(request, 7, 1234);
        Assert.Equal(Expected(points.Skip(7).Take(1234)), sink.Metrics);
        Assert.Equal(takesPacked ? 1 : 0, sink.Packed);
    }

    [Fact]
    public void Small_request_is_not_packed()
    {
        var sink = new CapturingSink { TakesPacked = true };
        using var request = Encode(sink, [.. Enumerable.Range(0, 400).Select(i => new Point(0, 0, 0, i, 0, i))], 2000);
        Assert.True(request.IsFull);
        LogEncodingTests.Send(request, 0, request.Count);
        Assert.Equal(0, sink.Packed);
    }

    [Fact]
    public void Nothing_is_allocated_per_point()
    {
        var encoder = new OtlpEncoder(new CapturingSink());
        using var batch = Batch([.. Enumerable.Range(0, 2000).Select(i => new Point(i / 100 % 3, i / 10 % 3, i % 3, i, 0, i))]);
        long EncodeOnce()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var request = new OtlpMetricRequest(encoder, int.MaxValue);
            Assert.Equal(2000, request.Add(batch, 0));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        EncodeOnce();
        EncodeOnce();
        // The request and its body.
        Assert.InRange(EncodeOnce(), 0, 1_000);
    }

    [Fact]
    public void Point_is_these_bytes()
    {
        var sink = new CapturingSink();
        using var request = Encode(sink, [new Point(0, 2, 1, 3, 1, 2)], int.MaxValue);
        LogEncodingTests.Send(request, 0, 1);
        var point = string.Concat("11", "0100000000000000", "19", "0200000000000000", "31", "0300000000000000", "3a", "08", "0a", "01", "61", "12", "03", "0a", "01", "62");
        Assert.Contains(string.Concat("1002", "1801", "0a", LogEncodingTests.Length(point), point), Convert.ToHexStringLower(sink.Last), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("caf\u00e9")]
    [InlineData("sixteen letters \u20ac and more of them")]
    [InlineData("pair \ud83d\ude00")]
    [InlineData("half \ud83d")]
    [InlineData("\ude00 half")]
    public void Text_of_an_attribute_is_utf8(string text)
    {
        var sink = new CapturingSink();
        using var batch = MetricBatchOf(AttributeSet.Create((text, text)));
        using var request = new OtlpMetricRequest(new OtlpEncoder(sink), int.MaxValue);
        request.Add(batch, 0);
        LogEncodingTests.Send(request, 0, request.Count);
        var attribute = Assert.Single(sink.Metrics.ResourceMetrics[0].ScopeMetrics[0].Metrics[0].Gauge.DataPoints[0].Attributes);
        // Half of a pair has no encoding: the character that stands for such.
        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        Assert.Equal((expected, expected), (attribute.Key, attribute.Value.StringValue));
    }

    private static MetricBatch MetricBatchOf(AttributeSet attributes)
    {
        MetricBatch? batch = null;
        using var writer = new MetricWriter(LogSamples.Pool, 0, b => batch = b, 1);
        writer.For(LogSamples.Pool.Get(("k8s.pod.name", "pod")), 0).At(1).Record(Instruments[0], 1, attributes.Items);
        writer.Flush();
        return batch!;
    }

    private static OtlpMetricRequest Encode(CapturingSink sink, Point[] points, int limit)
    {
        using var batch = Batch(points);
        var request = new OtlpMetricRequest(new OtlpEncoder(sink), limit);
        request.Add(batch, 0);
        return request;
    }

    private static MetricBatch Batch(Point[] points)
    {
        MetricBatch? batch = null;
        using var writer = new MetricWriter(LogSamples.Pool, 0, b => batch = b, Math.Max(1, points.Length));
        foreach (var p in points)
            writer.For(ResourceOf(p), p.Start).At(p.Time).Record(Instruments[p.Instrument], p.Value, Attributes[p.Attributes].Items);
        writer.Flush();
        return batch!;
    }

    private static Resource ResourceOf(Point p) => LogSamples.Pool.Get(("k8s.pod.name", $"pod-{p.Resource}"));

    private static ExportMetricsServiceRequest Expected(IEnumerable<Point> points)
    {
        var request = new ExportMetricsServiceRequest();
        int resource = -1, instrument = -1;
        foreach (var p in points)
        {
            if (p.Resource != resource)
            {
                var group = new Hex.Testing.Otlp.Proto.ResourceMetrics { Resource = new() };
                group.Resource.Attributes.AddRange(ResourceOf(p).Attributes.Items.ToArray().Select(LogSamples.Pair));
                group.ScopeMetrics.Add(new ScopeMetrics { Scope = new() { Name = "hex", Version = "0.1.0" } });
                request.ResourceMetrics.Add(group);
                (resource, instrument) = (p.Resource, -1);
            }
            var metrics = request.ResourceMetrics[^1].ScopeMetrics[0].Metrics;
            if (p.Instrument != instrument)
            {
                metrics.Add(Metric(Instruments[p.Instrument]));
                instrument = p.Instrument;
            }
            (metrics[^1].Gauge?.DataPoints ?? metrics[^1].Sum.DataPoints).Add(DataPoint(p));
        }
        return request;
    }

    private static Metric Metric(Instrument instrument)
    {
        var metric = new Metric { Name = instrument.Name, Unit = instrument.Unit, Description = instrument.Description };
        if (instrument.Kind == InstrumentKind.Gauge)
            metric.Gauge = new Gauge();
        else
            metric.Sum = new Sum { AggregationTemporality = AggregationTemporality.Cumulative, IsMonotonic = instrument.Kind == InstrumentKind.Counter };
        return metric;
    }

    private static NumberDataPoint DataPoint(Point p)
    {
        var point = new NumberDataPoint { TimeUnixNano = (ulong)p.Time, StartTimeUnixNano = Instruments[p.Instrument].Kind == InstrumentKind.Gauge ? 0 : (ulong)p.Start };
        if (!p.Value.HasValue)
            point.Flags = (uint)DataPointFlags.NoRecordedValueMask;
        else if (p.Value.IsInteger)
            point.AsInt = p.Value.AsInt64;
        else
            point.AsDouble = p.Value.AsDouble;
        point.Attributes.AddRange(Attributes[p.Attributes].Items.ToArray().Select(LogSamples.Pair));
        return point;
    }
}
