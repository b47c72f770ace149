using Hex.Testing;
using static Hex.Telemetry.Tests.TestMetrics;

namespace Hex.Telemetry.Tests;

public sealed class CollectorSchedulerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Logged<CollectorScheduler> _log = new();
    private readonly ScriptedMetricExporter _exporter = new();
    private readonly ResourcePool _pool = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CollectionOptions _options = new();
    private readonly MetricPipeline _pipeline;
    private readonly Task _sending;

    public CollectorSchedulerTests()
    {
        _pipeline = new MetricPipeline(_exporter, null, _time, new FixedRandom(1));
        _sending = _pipeline.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _time.RunAsync(_sending);
        _pipeline.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_collector_runs_at_its_interval_from_a_random_start()
    {
        List<double> at = [];
        using var scheduler = Make();
        await RunAsync(scheduler, () => at.Count == 4, new FuncCollector("a", _ => at.Add(Now)));

        Assert.Equal([15, 45, 75, 105], at);
    }

    [Fact]
    public async Task Cluster_collectors_share_their_tick_and_others_do_not()
    {
        Dictionary<string, double> first = [];
        using var scheduler = new CollectorScheduler(_pipeline, _pool, _options, _time, new Random(1), _log);
        ICollector[] collectors =
        [
            .. new[] { "n1", "n2" }.Select(n => new FuncCollector(n, _ => Note(n))),
            .. new[] { "c1", "c2", "c3" }.Select(n => new FuncCollector(n, _ => Note(n), CollectionScope.Cluster)),
        ];
        await RunAsync(scheduler, () => first.Count == 5, collectors);

        Assert.Single(new[] { first["c1"], first["c2"], first["c3"] }.Distinct());
        Assert.Equal(3, first.Values.Distinct().Count());
        Assert.All(first.Values, at => Assert.InRange(at, 0, 30));

        void Note(string name)
        {
            lock (first)
            {
                first.TryAdd(name, Now);
            }
        }
    }

    [Fact]
    public async Task A_slow_collection_is_cancelled_counted_and_never_overlaps()
    {
        var under = 0;
        var peak = 0;
        var runs = 0;
        using var scheduler = Make();
        var slow = new FuncCollector("slow", async (_, cancel) =>
        {
            runs++;
            peak = Math.Max(peak, ++under);
            try
            {
                await Task.Delay(TimeSpan.FromHours(1), _time, cancel);
            }
            finally
            {
                under--;
            }
        });
        await RunAsync(scheduler, () => scheduler.Status.Any(s => s.Failures == 2), slow);

        Assert.Equal(1, peak);
        Assert.InRange(runs, 2, 3);
        Assert.Contains(_log.Entries, e => e.Id == 1043 && e.Text.Contains("'slow' took longer than its limit of 20 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_ignores_cancellation_is_told_and_its_ticks_are_missed()
    {
        List<double> at = [];
        using var scheduler = Make();
        var deaf = new FuncCollector("deaf", async (_, _) =>
        {
            at.Add(Now);
            await Task.Delay(TimeSpan.FromSeconds(100), _time, CancellationToken.None);
        });
        await RunAsync(scheduler, () => at.Count == 2, deaf);

        Assert.Equal([15, 135], at);
        Assert.InRange(_log.Count(1045), 1, 2);
    }

    [Fact]
    public async Task A_failure_is_told_once_and_the_others_go_on()
    {
        var fails = 0;
        using var scheduler = Make();
        CollectorStatus? status = null;
        await RunAsync(scheduler, () =>
        {
            status = scheduler.Status.FirstOrDefault(s => s.Name == "bad") ?? status;
            return fails >= 5;
        }, new FuncCollector("bad", _ =>
        {
            fails++;
            throw new InvalidDataException("no such file");
        }), new FuncCollector("good", w => w.For(_pool.Get(("a", "1"))).Record(Load, 1)));

        Assert.Equal(1, _log.Count(1043));
        Assert.InRange(_exporter.Of("test.load").Count(), 4, 6);
        Assert.Equal("no such file", status!.LastError);
    }

    [Fact]
    public async Task Series_end_when_they_are_no_longer_written_and_not_after_a_failure()
    {
        var cycle = 0;
        using var scheduler = Make();
        await RunAsync(scheduler, () => cycle == 5, new FuncCollector("a", w =>
        {
            cycle++;
            if (cycle == 2)
            {
                throw new InvalidDataException("once");
            }

            if (cycle is 1)
            {
                w.For(_pool.Get(("a", "1"))).Record(Load, 1);
            }

            w.For(_pool.Get(("a", "2"))).Record(Load, 2);
        }));

        await _time.RunAsync(_pipeline.DrainAsync());
        var end = Assert.Single(_exporter.Accepted, p => !p.Value.HasValue);
        Assert.Equal("1", end.Resource["a"]);
        Assert.Equal(UnixNano.From(new DateTimeOffset(2026, 1, 1, 0, 1, 15, TimeSpan.Zero)), end.TimeUnixNano);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Options_switch_ends_metrics_and_collectors_off(bool on)
    {
        _options.EndMarkers = on;
        _options.Collectors["off"] = new CollectorOptions { Enabled = on };
        if (!on)
        {
            _options.DisabledMetrics.Add("test.phase");
        }

        var cycle = 0;
        using var scheduler = Make();
        await RunAsync(scheduler, () => cycle == 3, new FuncCollector("a", w =>
        {
            var one = w.For(_pool.Get(("a", "1")));
            one.Record(Phase, 1);
            if (++cycle == 1)
            {
                one.Record(Load, 1);
            }
        }), new FuncCollector("off", w => w.For(_pool.Get(("a", "2"))).Record(Restarts, 1)));
        await _time.RunAsync(_pipeline.DrainAsync());

        Assert.Equal(on, _exporter.Of("test.phase").Any());
        Assert.Equal(on, _exporter.Of("test.restarts").Any());
        Assert.Equal(on, _exporter.Of("test.load").Any(p => !p.Value.HasValue));
        Assert.Contains(_exporter.Of("test.load"), p => p.Value.HasValue);
    }

    [Fact]
    public async Task A_closed_gate_keeps_collectors_from_running()
    {
        var gate = new Gate();
        var runs = 0;
        using var scheduler = Make();
        var running = scheduler.RunAsync([new FuncCollector("a", _ =>
        {
            runs++;
            gate.IsOpen = false;
        })], gate, _stop.Token);
        await _time.RunUntilAsync(() => runs == 1);
        _time.Advance(TimeSpan.FromMinutes(5));
        await _stop.CancelAsync();
        await _time.RunAsync(running);

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Once_runs_all_and_says_what_failed()
    {
        using var scheduler = Make();
        var result = await _time.RunAsync(scheduler.RunOnceAsync(
        [
            new FuncCollector("a", w => w.For(_pool.Get(("a", "1"))).Record(Load, 1)),
            new FuncCollector("b", _ => throw new InvalidDataException("no")),
        ]));
        await _time.RunAsync(_pipeline.DrainAsync());

        Assert.Equal(new CollectionResult(1, 1, 1), result);
        Assert.Single(_exporter.Accepted);
        Assert.Equal([null, "no"], scheduler.Status.OrderBy(s => s.Name).Select(s => s.LastError));
    }

    [Fact]
    public void Options_of_single_collectors_are_checked()
    {
        _options.Collectors["pod"] = new CollectorOptions { Interval = TimeSpan.Zero };
        var thrown = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(Make);
        Assert.Contains("collector 'pod'", thrown.Message, StringComparison.Ordinal);
    }

    private double Now => Math.Round(TimeSpan.FromTicks(_time.GetTimestamp()).TotalSeconds, 3);

    private CollectorScheduler Make() => new(_pipeline, _pool, _options, _time, new FixedRandom(0.5), _log);

    private async Task RunAsync(CollectorScheduler scheduler, Func<bool> done, params ICollector[] collectors)
    {
        using var stop = new CancellationTokenSource();
        var running = scheduler.RunAsync(collectors, cancellationToken: stop.Token);
        await _time.RunUntilAsync(done);
        await stop.CancelAsync();
        await _time.RunAsync(running);
    }

    private sealed class Gate : IDeliveryGate
    {
        public bool IsOpen { get; set; } = true;
    }
}
