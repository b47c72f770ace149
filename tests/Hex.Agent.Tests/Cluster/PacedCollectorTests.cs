using Hex.Agent.Cluster;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Agent.Tests.Cluster;

public sealed class PacedCollectorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private MetricPipelineStatus _status = Status(0, null);

    public void Dispose() => _turn.Dispose();

    [Fact]
    public async Task Collector_waits_while_much_waits_to_be_sent()
    {
        _status = Status(5 << 20, null);
        var collecting = CollectAsync();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Task.Yield();
        Assert.False(collecting.IsCompleted);
        _status = Status(1 << 20, null);
        Assert.Equal(1, await FinishAsync(collecting));
    }

    [Fact]
    public async Task Server_that_is_away_holds_nothing_back()
    {
        _status = Status(50 << 20, DateTimeOffset.UnixEpoch);
        Assert.Equal(1, await CollectAsync());
    }

    [Fact]
    public async Task Server_that_is_slow_holds_back_for_five_seconds_and_no_longer()
    {
        _status = Status(50 << 20, null);
        var started = _time.GetTimestamp();
        Assert.Equal(1, await FinishAsync(CollectAsync()));
        Assert.InRange(_time.GetElapsedTime(started), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Collector_that_fails_gives_its_turn_on()
    {
        var failing = new PacedCollector(new One { Fault = new IOException("refused") }, _turn, () => _status, _time);
        using var writer = new MetricWriter(new ResourcePool(), 0, batch => batch.Dispose());
        await Assert.ThrowsAsync<IOException>(() => failing.CollectAsync(writer, default).AsTask());
        Assert.Equal(1, await CollectAsync());
    }

    private async Task<long> CollectAsync()
    {
        using var writer = new MetricWriter(new ResourcePool(), 0, batch => batch.Dispose());
        await new PacedCollector(new One(), _turn, () => _status, _time).CollectAsync(writer, default);
        return writer.Count;
    }

    private async Task<long> FinishAsync(Task<long> collecting)
    {
        while (!collecting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(1);
        }

        return await collecting;
    }

    private static MetricPipelineStatus Status(long buffered, DateTimeOffset? retrying) => new()
    {
        Exporter = "otlp",
        BufferedRequests = 1,
        BufferedBytes = buffered,
        OldestBuffered = TimeSpan.Zero,
        HeldSince = null,
        HeldReason = null,
        RetryingSince = retrying,
        RetryReason = null,
        LastSuccess = null,
        PointsCollected = 0,
        PointsDelivered = 0,
        PointsRejected = 0,
        PointsDropped = 0,
        PointsAgedOut = 0,
        PointsAbandoned = 0,
        Retries = 0,
    };

    private sealed class One : ICollector
    {
        private static readonly Instrument Something = Instrument.Gauge("test.something", "1", "One point.");

        public Exception? Fault { get; init; }

        public string Name => "one";

        public CollectionScope Scope => CollectionScope.Cluster;

        public ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
        {
            if (Fault is not null)
            {
                throw Fault;
            }

            writer.For(writer.Resources.Get(("a", "b"))).Record(Something, 1);
            return default;
        }
    }
}
