using System.Buffers;
using Hex.Telemetry;
using Hex.Testing;
using Microsoft.Extensions.Logging;

namespace Hex.Collectors.Tests.Kubernetes;

/// <summary>Runs collectors as a host does, tick by tick of a fake clock, and keeps what would be sent.</summary>
internal sealed class Pipeline : IAsyncDisposable
{
    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(60);
    private readonly Capture _capture = new();
    private readonly MetricPipeline _pipeline;
    private readonly CancellationTokenSource _stop = new();
    private readonly CollectorScheduler _scheduler;
    private Task? _running;
    private Task? _sending;

    public Pipeline(FakeTimeProvider time, CollectionOptions? options = null, ILogger<CollectorScheduler>? logger = null)
    {
        Time = time;
        _pipeline = new MetricPipeline(_capture, timeProvider: time);
        options ??= new CollectionOptions();
        options.Splay = TimeSpan.Zero;
        _scheduler = new CollectorScheduler(_pipeline, Resources, options, time, logger: logger);
    }

    public FakeTimeProvider Time { get; }

    public ResourcePool Resources { get; } = new();

    public IReadOnlyList<CollectorStatus> Status => _scheduler.Status;

    /// <summary>Runs the next tick.</summary>
    /// <returns>The points of it, ends of series included.</returns>
    public async Task<IReadOnlyList<MetricPoint>> TickAsync(params ICollector[] collectors)
    {
        var before = _scheduler.Status.ToDictionary(one => one.Name, one => one.Runs);
        if (_running is null)
        {
            _sending = _pipeline.RunAsync(_stop.Token);
            _running = _scheduler.RunAsync(collectors, cancellationToken: _stop.Token);
        }
        else
        {
            Time.Advance(TimeSpan.FromSeconds(30));
        }

        await UntilAsync(() => _scheduler.Status is { Count: > 0 } all && all.All(one => one.Runs > before.GetValueOrDefault(one.Name) && one.RunningSince is null));
        return _capture.Take();
    }

    public static async Task UntilAsync(Func<bool> done)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < RealLimit, $"Not so after {RealLimit} of real time.");
            await Task.Delay(2);
        }
    }

    /// <summary>Stops, and gives what was sent after the last tick.</summary>
    public async Task<IReadOnlyList<MetricPoint>> StopAsync()
    {
        await _stop.CancelAsync();
        await (_running ?? Task.CompletedTask);
        return _capture.Take();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        var sending = _sending ?? Task.CompletedTask;
        while (!sending.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        _scheduler.Dispose();
        _pipeline.Dispose();
        _stop.Dispose();
    }

    private sealed class Capture : PointMetricExporter
    {
        private readonly Lock _lock = new();
        private List<MetricPoint> _points = [];

        public override string Name => "capture";

        public List<MetricPoint> Take()
        {
            lock (_lock)
            {
                var taken = _points;
                _points = [];
                return taken;
            }
        }

        protected override void Encode(in MetricPoint point, IBufferWriter<byte> output)
        {
            lock (_lock)
            {
                _points.Add(point);
            }

            output.Write("."u8);
        }

        protected override ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> points, int count, CancellationToken cancellationToken) => new(ExportResult.Accepted);
    }
}
