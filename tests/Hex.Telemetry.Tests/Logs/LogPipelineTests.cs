using Hex.Testing;

namespace Hex.Telemetry.Tests;

public sealed class LogPipelineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Logged<LogPipeline> _log = new();
    private readonly ScriptedLogSource _source = new();
    private readonly ByteBudget _budget = new(1024 * 1024);
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_source_with_an_end_is_delivered_whole_and_acknowledged()
    {
        var exporter = new ScriptedLogExporter();
        using var pipeline = Make(exporter);
        for (var i = 0; i < 100; i++)
        {
            _source.Add(null, $"{i}:a", $"{i}:b", $"{i}:c");
        }

        var result = await _time.RunAsync(pipeline.RunAsync(_source.End()));

        Assert.Equal(new LogRunResult(LogRunEnd.Completed, 300, 300, 0, 0), result);
        Assert.Equal(300, exporter.Accepted.Distinct().Count());
        Assert.All(_source.Made, batch => Assert.Equal((1, 1, true), (batch.Acknowledged, batch.Released, batch.Ended)));
        Assert.Equal(0, _budget.Used);
        Assert.Equal((300L, 300L), (pipeline.Status.RecordsRead, pipeline.Status.RecordsDelivered));
    }

    [Fact]
    public async Task A_quiet_source_makes_one_request_after_the_linger()
    {
        var exporter = new ScriptedLogExporter();
        using var pipeline = Make(exporter);
        var running = pipeline.RunAsync(_source, cancellationToken: _stop.Token);
        for (var i = 0; i < 5; i++)
        {
            var batch = _source.Add(new DeliveryOrder(), $"{i}");
            await VirtualTime.UntilAsync(() => batch.Released > 0);
        }

        await _time.WaitForTimersAsync();
        Assert.Equal(0, exporter.Sends);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await _time.RunUntilAsync(() => _source.Made.All(b => b.Ended));

        Assert.Equal(1, exporter.Sends);
        await _stop.CancelAsync();
        Assert.Equal(LogRunEnd.Stopped, (await _time.RunAsync(running)).End);
    }

    [Fact]
    public async Task Two_requests_are_under_way_but_never_two_of_one_order()
    {
        var exporter = new ScriptedLogExporter { MaxRequestBytes = 10 };
        using var pipeline = Make(exporter);
        var one = new DeliveryOrder();
        for (var i = 0; i < 50; i++)
        {
            _source.Add(one, $"{i:0000000000}");
        }

        await _time.RunAsync(pipeline.RunAsync(_source.End()));

        Assert.Equal(1, exporter.Peak);
        Assert.Equal(_source.Made.SelectMany(b => b.Bodies), exporter.Accepted);

        var open = new TaskCompletionSource();
        var wide = new ScriptedLogExporter { MaxRequestBytes = 10, Before = () => open.Task };
        var source = new ScriptedLogSource();
        for (var i = 0; i < 50; i++)
        {
            source.Add(new DeliveryOrder(), $"{i:0000000000}");
        }

        using var other = Make(wide);
        var running = other.RunAsync(source.End());
        await _time.RunUntilAsync(() => wide.Peak == 2);
        Assert.Equal(2, other.Status.RequestsInFlight);
        open.SetResult();
        await _time.RunAsync(running);
        Assert.Equal(2, wide.Peak);
    }

    [Fact]
    public async Task Two_loud_orders_use_two_lanes()
    {
        var exporter = new ScriptedLogExporter { MaxRequestBytes = 80, Before = () => Task.Delay(TimeSpan.FromMilliseconds(10), _time) };
        using var pipeline = Make(exporter);
        var orders = new[] { new DeliveryOrder(), new DeliveryOrder() };
        for (var i = 0; i < 100; i++)
        {
            _source.Add(orders[i % 2], $"{i:0000000000}", $"{i:0000000000}");
        }

        await _time.RunAsync(pipeline.RunAsync(_source.End()));

        Assert.Equal(2, exporter.Peak);
        Assert.Equal(200, exporter.Accepted.Count);
    }

    [Fact]
    public async Task A_batch_over_several_requests_is_acknowledged_once_after_the_last()
    {
        var exporter = new ScriptedLogExporter { MaxRequestBytes = 10 };
        using var pipeline = Make(exporter);
        var batch = _source.Add(new DeliveryOrder(), Enumerable.Range(0, 20).Select(i => $"{i:0000000000}"));

        await _time.RunAsync(pipeline.RunAsync(_source.End()));

        Assert.Equal(20, exporter.Sends);
        Assert.Equal(batch.Bodies, exporter.Accepted);
        Assert.Equal((1, 1, true), (batch.Acknowledged, batch.Released, batch.Ended));
    }

    [Fact]
    public async Task An_empty_batch_is_acknowledged_after_what_came_before_it()
    {
        var exporter = new ScriptedLogExporter();
        using var pipeline = Make(exporter);
        var order = new DeliveryOrder();
        var first = _source.Add(order, "a");
        var empty = _source.Add(order);
        var alone = _source.Add(null);

        await _time.RunAsync(pipeline.RunAsync(_source.End()));

        Assert.Equal((1, 1, 1), (first.Acknowledged, empty.Acknowledged, alone.Acknowledged));
        Assert.True(first.AcknowledgedAs < empty.AcknowledgedAs);
    }

    [Fact]
    public async Task A_stop_flushes_within_the_deadline()
    {
        var exporter = new ScriptedLogExporter { Answer = (n, _) => n < 3 ? ExportResult.Retry("away") : ExportResult.Accepted };
        using var pipeline = Make(exporter);
        var batch = _source.Add(null, "a");
        var running = pipeline.RunAsync(_source, cancellationToken: _stop.Token);
        await VirtualTime.UntilAsync(() => batch.Released > 0);
        await _stop.CancelAsync();

        var result = await _time.RunAsync(running);

        Assert.Equal((LogRunEnd.Stopped, 1L, 0L), (result.End, result.Delivered, result.Unsettled));
        Assert.Equal(1, batch.Acknowledged);
    }

    [Fact]
    public async Task After_the_deadline_the_rest_goes_back_unacknowledged()
    {
        var exporter = new ScriptedLogExporter { MaxRequestBytes = 4, Answer = (_, _) => ExportResult.Retry("away") };
        using var pipeline = Make(exporter);
        for (var i = 0; i < 10; i++)
        {
            _source.Add(null, "abcd");
        }

        var began = _time.GetTimestamp();
        var running = pipeline.RunAsync(_source, cancellationToken: _stop.Token);
        await VirtualTime.UntilAsync(() => _source.Made.Count(b => b.Released > 0) == 4);
        await _stop.CancelAsync();
        var result = await _time.RunAsync(running);

        Assert.Equal((LogRunEnd.Stopped, 0L), (result.End, result.Delivered));
        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
        Assert.All(_source.Made.Where(b => b.Released > 0), b => Assert.Equal((0, true), (b.Acknowledged, b.Ended)));
        Assert.Equal(5, _source.Made.Count(b => b.Released > 0));
        Assert.Equal(0, _budget.Used);
    }

    [Fact]
    public async Task A_closed_gate_ends_the_run_and_gives_everything_back()
    {
        var gate = new Gate();
        var exporter = new ScriptedLogExporter
        {
            MaxRequestBytes = 4,
            Answer = (n, _) =>
            {
                gate.IsOpen = n < 2;
                return ExportResult.Accepted;
            },
        };
        using var pipeline = Make(exporter);
        var order = new DeliveryOrder();
        for (var i = 0; i < 10; i++)
        {
            _source.Add(order, $"{i:0000}");
        }

        var result = await _time.RunAsync(pipeline.RunAsync(_source, gate, _stop.Token));

        Assert.Equal((LogRunEnd.GateClosed, 3L), (result.End, result.Delivered));
        Assert.Equal(3, _source.Made.Count(b => b.Acknowledged == 1));
        Assert.All(_source.Made.Where(b => b.Released > 0), b => Assert.True(b.Ended));
        Assert.Equal(0, _budget.Used);
    }

    [Fact]
    public async Task A_source_that_throws_is_told_and_started_again()
    {
        var exporter = new ScriptedLogExporter();
        using var pipeline = Make(exporter);
        _source.Failure = new IOException("disk on fire");
        _source.Add(null, "a");

        var running = pipeline.RunAsync(_source.End());
        await _time.WaitForTimersAsync();
        var status = Assert.Single(pipeline.Status.Sources);
        Assert.Equal(("scripted", false, 1, "disk on fire"), (status.Name, status.Running, status.Failures, status.LastError));
        var result = await _time.RunAsync(running);

        Assert.Equal((LogRunEnd.Completed, 1L, 2), (result.End, result.Delivered, _source.Reads));
        Assert.Equal(1, _log.Count(1022));
    }

    [Fact]
    public async Task An_exporter_that_throws_while_encoding_sends_nothing_of_the_request_and_all_of_it_goes_back()
    {
        var exporter = new ScriptedLogExporter { Poison = "b" };
        using var pipeline = Make(exporter);
        var first = _source.Add(null, "a");
        var second = _source.Add(null, "x", "b");
        var running = pipeline.RunAsync(_source, cancellationToken: _stop.Token);
        await _time.RunUntilAsync(() => _log.Count(1022) > 0);

        Assert.Empty(exporter.Accepted);
        Assert.Equal((0, true, 0, true), (first.Acknowledged, first.Ended, second.Acknowledged, second.Ended));
        Assert.Equal(0, _budget.Used);
        await _stop.CancelAsync();
        await _time.RunAsync(running);
    }

    [Fact]
    public async Task A_stalled_exporter_is_visible()
    {
        var exporter = new ScriptedLogExporter { Answer = (_, _) => ExportResult.EndpointFault("bad key") };
        using var pipeline = Make(exporter);
        _source.Add(null, "a");
        var running = pipeline.RunAsync(_source, cancellationToken: _stop.Token);
        await _time.RunUntilAsync(() => pipeline.Status.HeldReason is not null);
        _time.Advance(TimeSpan.FromSeconds(60));

        var status = pipeline.Status;
        Assert.Equal("bad key", status.HeldReason);
        Assert.True(status.OldestUnacknowledged >= TimeSpan.FromSeconds(60));
        Assert.True(status.BytesInFlight > 0);
        Assert.Null(status.LastSuccess);

        exporter.Answer = (_, _) => ExportResult.Accepted;
        await _time.RunUntilAsync(() => pipeline.Status.HeldReason is null && pipeline.Status.BytesInFlight == 0);
        Assert.NotNull(pipeline.Status.LastSuccess);
        await _stop.CancelAsync();
        await _time.RunAsync(running);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var thrown = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(
            () => new LogPipeline(new ScriptedLogExporter(), new LogPipelineOptions { MaxInFlight = 0, Delivery = { MinRetryDelay = TimeSpan.Zero } }));
        Assert.Contains("MaxInFlight", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("MinRetryDelay", thrown.Message, StringComparison.Ordinal);
    }

    private LogPipeline Make(ScriptedLogExporter exporter) => new(exporter, null, _budget, _time, new FixedRandom(1), _log);

    private sealed class Gate : IDeliveryGate
    {
        public bool IsOpen { get; set; } = true;
    }
}
