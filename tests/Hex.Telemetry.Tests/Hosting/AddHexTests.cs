using Hex.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Hex.Telemetry.Tests.TestMetrics;

namespace Hex.Telemetry.Tests;

public sealed class AddHexTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedLogExporter _logs = new();
    private readonly ScriptedMetricExporter _metrics = new();
    private readonly ScriptedLogSource _source = new();

    [Fact]
    public async Task A_host_runs_everything_and_flushes_at_its_stop()
    {
        var batch = _source.Add(null, "a", "b");
        using var host = Build(hex => hex
            .AddLogSource(_source)
            .AddLogExporter(_ => _logs)
            .AddMetricExporter(_ => _metrics)
            .AddCollector<Ones>()
            .AddCollector(_ => new FuncCollector("b", w => w.For(w.Resources.Get(("b", "1"))).Record(Restarts, 2), CollectionScope.Cluster))
            .AddSelfMetrics([("service.name", "me")])
            .AddResourceAttributes(("deployment.environment.name", "test"))
            .ConfigureCollection(o => o.Splay = TimeSpan.Zero)
            .ConfigureLogs(o => o.Linger = TimeSpan.FromSeconds(1)));
        await host.StartAsync();
        await _time.RunUntilAsync(() => _metrics.Of("test.load").Any() && _metrics.Of("test.restarts").Any() && batch.Ended);
        var late = _source.Add(null, "c");
        await _time.RunUntilAsync(() => late.Released > 0);
        await _time.RunAsync(host.StopAsync());

        Assert.Equal(["a", "b", "c"], _logs.Accepted.Order(StringComparer.Ordinal));
        Assert.Equal((1, 1), (batch.Acknowledged, late.Acknowledged));
        Assert.All(_metrics.Accepted, p => Assert.Equal("test", p.Resource["deployment.environment.name"]));
        Assert.Contains(_metrics.Of("hex.logs.records.read"), p => p.Resource["service.name"] == "me");
        Assert.Same(host.Services.GetRequiredService<LogPipeline>().Budget, host.Services.GetRequiredService<ByteBudget>());
    }

    [Fact]
    public async Task Cluster_stages_run_while_the_process_leads()
    {
        var leadership = new Leadership();
        var runs = 0;
        using var host = Build(hex =>
        {
            hex.AddMetricExporter(_ => _metrics)
                .AddCollector(new FuncCollector("node", w => w.For(w.Resources.Get(("a", "1"))).Record(Load, 1)))
                .AddCollector(new FuncCollector("cluster", _ => runs++, CollectionScope.Cluster))
                .ConfigureCollection(o => o.Splay = TimeSpan.Zero);
            hex.Services.AddSingleton<ILeadership>(leadership);
        });
        await host.StartAsync();
        await _time.RunUntilAsync(() => _metrics.Of("test.load").Count() > 3);
        Assert.Equal(0, runs);

        leadership.Lead();
        await _time.RunUntilAsync(() => runs == 2);
        await leadership.LoseAsync();
        await _time.RunUntilAsync(() => leadership.Disposed == 1);
        var then = runs;
        var seen = _metrics.Accepted.Count;
        await _time.RunUntilAsync(() => _metrics.Accepted.Count > seen + 3);
        Assert.Equal(then, runs);

        leadership.Lead();
        await _time.RunUntilAsync(() => runs > then);
        await _time.RunAsync(host.StopAsync());
        Assert.Equal(2, leadership.Disposed);
    }

    [Fact]
    public async Task No_exporter_is_an_error_that_names_what_to_add()
    {
        var thrown = await StartFailsAsync<InvalidOperationException>(hex => hex.AddLogSource(_source));
        Assert.Contains("AddOtlpExporter", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("AddConsoleExporter", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("AddLogExporter", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("metric", (await StartFailsAsync<InvalidOperationException>(hex => hex.AddCollector<Ones>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_exporters_are_an_error_that_says_why()
    {
        var thrown = await StartFailsAsync<InvalidOperationException>(hex => hex
            .AddLogSource(_source)
            .AddLogExporter(_ => new ScriptedLogExporter { Name = "one" })
            .AddLogExporter(_ => new ScriptedLogExporter { Name = "two" }));
        Assert.Contains("'one', 'two'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("acknowledgement", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_out_of_range_fail_the_start()
    {
        var thrown = await StartFailsAsync<OptionsValidationException>(hex => hex.ConfigureLogs(o => o.MaxInFlight = 0));
        Assert.Contains("MaxInFlight", thrown.Message, StringComparison.Ordinal);
        thrown = await StartFailsAsync<OptionsValidationException>(hex => hex.ConfigureCollection(o => o.Collectors["pod"] = new CollectorOptions { Interval = TimeSpan.Zero }));
        Assert.Contains("pod", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_without_stages_needs_no_exporter()
    {
        using var host = Build(hex => hex.AddMetricExporter(_ => _metrics).AddCollector<Ones>());
        await host.StartAsync();
        await _time.RunAsync(host.StopAsync());
    }

    [Fact]
    public async Task Options_of_a_collector_there_is_none_of_and_positions_that_end_with_the_process_are_told()
    {
        var log = new Logged<TelemetryService>();
        using var host = Build(hex =>
        {
            hex.AddMetricExporter(_ => _metrics).AddCollector<Ones>().AddLogSource(_source).AddLogExporter(_ => _logs);
            hex.ConfigureCollection(o => (o.Collectors["ones"], o.Collectors["once"]) = (new CollectorOptions(), new CollectorOptions { Enabled = false }));
            hex.Services.AddSingleton<Microsoft.Extensions.Logging.ILogger<TelemetryService>>(log);
        });
        await host.StartAsync();
        await _time.RunAsync(host.StopAsync());
        Assert.Equal((1, 1), (log.Count(1073), log.Count(1074)));
        Assert.Contains(log.Entries, entry => entry.Text.Contains("'once'", StringComparison.Ordinal) && entry.Text.EndsWith("there are: ones", StringComparison.Ordinal));
    }

    private async Task<T> StartFailsAsync<T>(Action<HexBuilder> configure)
        where T : Exception
    {
        using var host = Build(configure);
        return await Assert.ThrowsAsync<T>(() => host.StartAsync());
    }

    private IHost Build(Action<HexBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddHex(configure);
        return builder.Build();
    }

    private sealed class Ones : ICollector
    {
        public string Name => "ones";

        public CollectionScope Scope => CollectionScope.Node;

        public ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
        {
            writer.For(writer.Resources.Get(("a", "1"))).Record(Load, 1);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Leadership : ILeadership
    {
        private TaskCompletionSource<Term> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Term? _current;

        public int Disposed { get; private set; }

        public async ValueTask<ILeaderTerm> WaitForTermAsync(CancellationToken cancellationToken)
        {
            _current = await _next.Task.WaitAsync(cancellationToken);
            _next = new TaskCompletionSource<Term>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _current;
        }

        public void Lead() => _next.SetResult(new Term(this));

        public Task LoseAsync() => _current!.EndAsync();

        private sealed class Term(Leadership owner) : ILeaderTerm
        {
            private readonly CancellationTokenSource _ended = new();

            public bool IsOpen => !_ended.IsCancellationRequested;

            public CancellationToken Ended => _ended.Token;

            public Task EndAsync() => _ended.CancelAsync();

            public ValueTask DisposeAsync()
            {
                owner.Disposed++;
                return ValueTask.CompletedTask;
            }
        }
    }
}
