using Hex.Testing;
using static Hex.Telemetry.Tests.TestMetrics;

namespace Hex.Telemetry.Tests;

public sealed class MetricPipelineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Logged<MetricPipeline> _log = new();
    private readonly ResourcePool _pool = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Points_arrive_in_order_with_their_own_times_after_the_linger()
    {
        var exporter = new ScriptedMetricExporter();
        using var pipeline = Make(exporter);
        var running = pipeline.RunAsync(_stop.Token);
        Add(pipeline, 25, time: 7);
        Add(pipeline, 3, time: 8);
        await _time.RunUntilAsync(() => exporter.Accepted.Count == 28);

        Assert.Equal([.. Enumerable.Range(0, 25), .. Enumerable.Range(0, 3)], exporter.Accepted.Select(p => (int)p.Value.AsInt64));
        Assert.Equal([.. Enumerable.Repeat(7L, 25), 8, 8, 8], exporter.Accepted.Select(p => p.TimeUnixNano));
        Assert.Equal(3, exporter.Sends);
        await _stop.CancelAsync();
        await _time.RunAsync(running);
        Assert.Equal((0, 0L), (pipeline.Status.BufferedRequests, pipeline.Status.BufferedBytes));
    }

    [Fact]
    public async Task The_oldest_are_dropped_and_counted_when_the_ring_is_full()
    {
        var away = true;
        var exporter = new ScriptedMetricExporter { Answer = (_, _) => away ? ExportResult.EndpointFault("bad key") : ExportResult.Accepted };
        using var pipeline = Make(exporter, bytes: 64 * 1024);
        var running = pipeline.RunAsync(_stop.Token);
        Add(pipeline, 10);
        await _time.RunUntilAsync(() => pipeline.Status.HeldReason == "bad key");
        for (var i = 0; i < 100; i++)
        {
            Add(pipeline, 10, time: 100 + i);
        }

        var status = pipeline.Status;
        Assert.Equal(1010, status.PointsCollected);
        Assert.InRange(status.BufferedBytes, 63 * 1024, 64 * 1024);
        Assert.Equal(1010 - (status.BufferedBytes / ScriptedMetricExporter.PointBytes), status.PointsAgedOut);
        Assert.Equal(1, _log.Count(1040));

        away = false;
        await _time.RunAsync(pipeline.DrainAsync());
        Assert.Equal(1010 - status.PointsAgedOut, exporter.Accepted.Count);
        Assert.Equal(199, exporter.Accepted[^1].TimeUnixNano);
        Assert.Equal(exporter.Accepted.OrderBy(p => p.TimeUnixNano).Select(p => p.TimeUnixNano), exporter.Accepted.Select(p => p.TimeUnixNano));
        await _stop.CancelAsync();
        await _time.RunAsync(running);
    }

    [Fact]
    public async Task A_closed_gate_drops_its_own_points_only()
    {
        var exporter = new ScriptedMetricExporter();
        using var pipeline = Make(exporter);
        var gate = new Gate { IsOpen = false };
        pipeline.Add(Batch(_pool, w => w.For(_pool.Get(("a", "1"))).Record(Load, 1)), gate);
        Add(pipeline, 2);
        var running = pipeline.RunAsync(_stop.Token);
        await _time.RunAsync(pipeline.DrainAsync());

        Assert.Equal(2, exporter.Accepted.Count);
        Assert.Equal(1, pipeline.Status.PointsAbandoned);
        await _stop.CancelAsync();
        await _time.RunAsync(running);
    }

    [Fact]
    public async Task A_stop_delivers_what_was_collected_within_the_deadline()
    {
        var exporter = new ScriptedMetricExporter { Answer = (n, _) => n < 3 ? ExportResult.Retry("away") : ExportResult.Accepted };
        using var pipeline = Make(exporter);
        Add(pipeline, 25);
        await _stop.CancelAsync();
        await _time.RunAsync(pipeline.RunAsync(_stop.Token));

        Assert.Equal(25, exporter.Accepted.Count);
    }

    [Fact]
    public async Task After_the_deadline_the_rest_is_dropped_and_counted()
    {
        var exporter = new ScriptedMetricExporter { Answer = (_, _) => ExportResult.Retry("away") };
        using var pipeline = Make(exporter);
        Add(pipeline, 25);
        var running = pipeline.RunAsync(_stop.Token);
        await _stop.CancelAsync();
        var began = _time.GetTimestamp();
        await _time.RunAsync(running);

        Assert.Equal(TimeSpan.FromSeconds(10), _time.GetElapsedTime(began));
        Assert.Equal(25, pipeline.Status.PointsAbandoned);
        Assert.Equal((0, 0L), (pipeline.Status.BufferedRequests, pipeline.Status.BufferedBytes));
    }

    [Fact]
    public async Task A_second_sender_is_refused()
    {
        using var pipeline = Make(new ScriptedMetricExporter());
        var running = pipeline.RunAsync(_stop.Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.RunAsync(_stop.Token));

        await _stop.CancelAsync();
        await _time.RunAsync(running);
    }

    private MetricPipeline Make(ScriptedMetricExporter exporter, long bytes = MetricPipelineOptions.DefaultMaxBufferedBytes) =>
        new(exporter, new MetricPipelineOptions { MaxBufferedBytes = bytes }, _time, new FixedRandom(1), _log);

    private void Add(MetricPipeline pipeline, int points, long time = 1) => pipeline.Add(Batch(_pool, writer =>
    {
        for (var i = 0; i < points; i++)
        {
            writer.For(_pool.Get(("i", i))).Record(Load, i);
        }
    }, time));

    private sealed class Gate : IDeliveryGate
    {
        public bool IsOpen { get; set; } = true;
    }
}
