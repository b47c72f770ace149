using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hex.Testing;

namespace Hex.Telemetry.Tests;

/// <summary>What holds for any traffic against any backend. More runs: HEX_PROPERTY_RUNS.</summary>
public sealed class LogPipelineProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("HEX_PROPERTY_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 100);

    [Fact]
    public void Every_record_arrives_once_or_is_counted_and_orders_are_kept() =>
        Check.One(Runs, Prop.ForAll(Scenario.Any, async scenario =>
        {
            var run = new Run(scenario);
            var result = await run.ToEndAsync();

            Assert.Equal(LogRunEnd.Completed, result.End);
            Assert.Equal(run.Bodies.Length, result.Read);
            Assert.Equal(0, result.Unsettled);
            Assert.Equal(result.Delivered, run.Exporter.Accepted.Count);
            Assert.Equal(run.Exporter.Accepted.Count, run.Exporter.Accepted.Distinct().Count());
            Assert.Empty(run.Exporter.Accepted.Except(run.Bodies));
            run.AssertOrdersKept(run.Exporter.Accepted);
            Assert.All(run.Source.Made, batch => Assert.Equal((1, 1, true), (batch.Acknowledged, batch.Released, batch.Ended)));
            run.AssertAcknowledgedInOrder();
            Assert.Equal(0, run.Budget.Used);
            return true;
        }));

    [Fact]
    public void Through_a_stop_at_any_moment_nothing_acknowledged_is_missing_and_the_rest_comes_again() =>
        Check.One(Runs, Prop.ForAll(Scenario.Transient, async scenario =>
        {
            var run = new Run(scenario);
            await run.UntilStopAsync();

            var taken = run.Source.Made.Where(batch => batch.Released > 0).ToList();
            Assert.All(taken, batch => Assert.True(batch.Ended));
            Assert.All(taken.Where(batch => batch.Acknowledged == 1), batch => Assert.Empty(batch.Bodies.Except(run.Exporter.Accepted)));
            Assert.Equal(0, run.Budget.Used);
            run.AssertOrdersKept(run.Exporter.Accepted);

            // What is acknowledged of an order is a prefix: nothing is skipped.
            run.AssertAcknowledgedArePrefixes();

            // The next process goes on from there, and a reader that leaves repeats out has everything in order.
            var before = run.Exporter.Accepted;
            var next = new Run(scenario with { Answers = [], Batches = [.. run.Unacknowledged()] }, run.UnacknowledgedBodies());
            await next.ToEndAsync();
            var all = before.Concat(next.Exporter.Accepted).Distinct().ToList();
            Assert.Equal(run.Bodies.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
            run.AssertOrdersKept(all);
            return true;
        }));

    /// <summary>One run of a pipeline on a scenario.</summary>
    private sealed class Run
    {
        private readonly Scenario _scenario;
        private readonly FakeTimeProvider _time = new();
        private readonly DeliveryOrder[] _orders = [new(), new(), new()];
        private int _started;

        public Run(Scenario scenario, string[][]? bodies = null)
        {
            _scenario = scenario;
            Exporter = new ScriptedLogExporter
            {
                MaxRequestBytes = scenario.MaxRequestBytes,
                Answer = (send, sent) => scenario.Answer(send, sent.Count),
                Before = () => Task.Delay(scenario.Latency(Interlocked.Increment(ref _started) - 1), _time),
            };
            for (var i = 0; i < scenario.Batches.Length; i++)
            {
                var (order, sizes) = scenario.Batches[i];
                var number = i;
                Source.Add(order == 0 ? null : _orders[order - 1], bodies?[i] ?? [.. sizes.Select((size, n) => $"{order}:{number:00000}:{n:00000}:".PadRight(size, 'x'))]);
            }
        }

        public ScriptedLogExporter Exporter { get; }

        public ScriptedLogSource Source { get; } = new();

        public ByteBudget Budget { get; } = new(1024 * 1024);

        public string[] Bodies => [.. Source.Made.SelectMany(batch => batch.Bodies)];

        public async Task<LogRunResult> ToEndAsync()
        {
            using var pipeline = Make();
            return await _time.RaceAsync(Task.Run(() => pipeline.RunAsync(Source.End())));
        }

        public async Task UntilStopAsync()
        {
            using var pipeline = Make();
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(_scenario.StopAfterMs + 1), _time);
            Assert.Equal(LogRunEnd.Stopped, (await _time.RaceAsync(Task.Run(() => pipeline.RunAsync(Source, null, stop.Token)))).End);
        }

        public void AssertOrdersKept(IEnumerable<string> accepted) => Assert.All(
            accepted.Where(body => body[0] != '0').GroupBy(body => body[0]),
            order => Assert.Equal(order.Order(StringComparer.Ordinal), order));

        public void AssertAcknowledgedInOrder() => Assert.All(_orders, order =>
        {
            var acknowledged = Source.Made.Where(batch => ReferenceEquals(batch.Order, order)).Select(batch => batch.AcknowledgedAs).ToList();
            Assert.Equal(acknowledged.Order(), acknowledged);
            Assert.Equal((0, (object?)null), (order.Undelivered, order.Lane));
        });

        public void AssertAcknowledgedArePrefixes() => Assert.All(_orders, order =>
        {
            var acknowledged = Source.Made.Where(batch => ReferenceEquals(batch.Order, order)).Select(batch => batch.Acknowledged).ToList();
            Assert.Equal(acknowledged.OrderDescending(), acknowledged);
        });

        public IEnumerable<PlannedBatch> Unacknowledged() =>
            Source.Made.Zip(_scenario.Batches).Where(pair => pair.First.Acknowledged == 0).Select(pair => pair.Second);

        public string[][] UnacknowledgedBodies() => [.. Source.Made.Where(batch => batch.Acknowledged == 0).Select(batch => batch.Bodies.ToArray())];

        private LogPipeline Make() => new(
            Exporter,
            new LogPipelineOptions
            {
                MaxInFlight = _scenario.Lanes,
                ShutdownTimeout = TimeSpan.FromMilliseconds(_scenario.ShutdownMs),
                Delivery = { SmallestSplitBytes = 1024 },
            },
            Budget,
            _time,
            new Random(1));
    }
}
