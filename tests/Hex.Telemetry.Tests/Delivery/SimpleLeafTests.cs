using System.Buffers;
using System.Text;

namespace Hex.Telemetry.Tests;

public sealed class SimpleLeafTests
{
    private static readonly Instrument Depth = Instrument.Gauge("depth", "1", "Depth.");

    [Fact]
    public async Task Points_are_split_by_size_and_sent_in_order_without_a_running_sender()
    {
        var leaf = new Lines(maxRequestBytes: 64 * 1024);
        using var pipeline = new MetricPipeline(leaf);
        Add(pipeline, 20_000);
        await pipeline.DrainAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"depth={i}"), leaf.Received);
        Assert.InRange(leaf.Sends, 3, 10);
        Assert.All(leaf.Sizes, size => Assert.InRange(size, 1, 64 * 1024));
        Assert.Equal(20_000, pipeline.Status.PointsDelivered);
    }

    [Fact]
    public async Task A_point_at_fault_is_found_by_halving_and_the_others_arrive()
    {
        var leaf = new Lines(maxRequestBytes: 1 << 20) { Refused = "depth=77" };
        using var pipeline = new MetricPipeline(leaf);
        Add(pipeline, 1000);
        await pipeline.DrainAsync(TestContext.Current.CancellationToken);

        Assert.Equal(999, leaf.Received.Count);
        Assert.DoesNotContain("depth=77", leaf.Received);
        Assert.Equal(1, pipeline.Status.PointsDropped + pipeline.Status.PointsRejected);
    }

    [Fact]
    public async Task Drain_that_is_cancelled_leaves_what_was_not_on_its_way_to_the_next()
    {
        using var stop = new CancellationTokenSource();
        var leaf = new Lines(maxRequestBytes: 64 * 1024) { Sending = stop.Cancel };
        using var pipeline = new MetricPipeline(leaf);
        Add(pipeline, 20_000);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.DrainAsync(stop.Token));
        leaf.Sending = null;
        await pipeline.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(20_000, pipeline.Status.PointsDelivered + pipeline.Status.PointsAbandoned);
        Assert.InRange(pipeline.Status.PointsAbandoned, 1, 15_000);
    }

    private static void Add(MetricPipeline pipeline, int count)
    {
        using var writer = new MetricWriter(new ResourcePool(), 1, batch => pipeline.Add(batch));
        var about = writer.For(writer.Resources.Get(("service.name", "test")));
        for (var i = 0; i < count; i++)
        {
            about.Record(Depth, (long)i);
        }

        writer.Flush();
    }

    private sealed class Lines(int maxRequestBytes) : PointMetricExporter
    {
        public List<string> Received { get; } = [];

        public List<int> Sizes { get; } = [];

        public int Sends { get; private set; }

        public string? Refused { get; init; }

        public Action? Sending { get; set; }

        public override string Name => "lines";

        public override int MaxRequestBytes => maxRequestBytes;

        protected override void Encode(in MetricPoint point, IBufferWriter<byte> output) =>
            output.Write(Encoding.UTF8.GetBytes($"{point.Instrument.Name}={point.Value}\n"));

        protected override ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> points, int count, CancellationToken cancellationToken)
        {
            Sending?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            var lines = Encoding.UTF8.GetString(points.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(count, lines.Length);
            Sends++;
            Sizes.Add(points.Length);
            if (Refused is not null && lines.Contains(Refused))
            {
                return ValueTask.FromResult(ExportResult.Rejected("no"));
            }

            Received.AddRange(lines);
            return ValueTask.FromResult(ExportResult.Accepted);
        }
    }
}
