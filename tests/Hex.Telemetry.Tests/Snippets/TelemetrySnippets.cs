using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Hosting;

namespace Hex.Telemetry.Tests.Snippets;

/// <summary>What the README shows, compiled and run.</summary>
public sealed class TelemetrySnippets
{
    [Fact]
    public async Task Constructor_style()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var exporter = new LineExporter(new MemoryStream());

        #region TelemetryConstructors
        using var logs = new LogPipeline(exporter, new LogPipelineOptions { MaxInFlightBytes = 8 << 20 });
        var result = await logs.RunAsync(new Greetings(), cancellationToken: stop.Token);
        Console.WriteLine($"{result.Read} read, {result.Delivered} delivered, {result.Rejected + result.Dropped} refused");
        #endregion

        Assert.Equal(2, result.Delivered);
    }

    [Fact]
    public async Task Host_style()
    {
        var output = new MemoryStream();

        #region TelemetryHost
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHex(hex => hex
            .AddLogSource<Greetings>()
            .AddLogExporter(_ => new LineExporter(output))
            .AddResourceAttributes(("deployment.environment.name", "production"))
            .ConfigureLogs(logs => logs.ShutdownTimeout = TimeSpan.FromSeconds(5)));
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
        #endregion
    }

    [Fact]
    public async Task Collector_under_test()
    {
        #region TelemetryCollectorTest
        var points = await CollectedMetrics.FromAsync(new QueueDepth());
        Assert.Equal(3, points.Of("queue.depth").Single().Value.AsInt64);
        #endregion
    }

    #region TelemetryCollector
    public sealed class QueueDepth : ICollector
    {
        private static readonly Instrument Depth = Instrument.Gauge("queue.depth", "{message}", "Messages that wait.");

        public string Name => "queue";

        public CollectionScope Scope => CollectionScope.Node;

        public ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
        {
            writer.For(writer.Resources.Get(("service.name", "orders"))).Record(Depth, 3, ("queue.name", "incoming"));
            return ValueTask.CompletedTask;
        }
    }
    #endregion

    #region TelemetrySource
    public sealed class Greetings : ILogSource
    {
        private readonly ResourcePool _resources = new();

        public string Name => "greetings";

        public CollectionScope Scope => CollectionScope.Node;

        public async IAsyncEnumerable<LogBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            var batch = new LogBatch(_resources.Get(("service.name", "greeter")));
            batch.Add(UnixNano.From(TimeProvider.System.GetUtcNow()), "hello");
            batch.Add(UnixNano.From(TimeProvider.System.GetUtcNow()), "goodbye", LogSeverity.Warn);
            yield return batch;
        }
    }
    #endregion

    #region TelemetryLeaf
    public sealed class LineExporter(Stream output) : RecordLogExporter
    {
        public override string Name => "lines";

        protected override void Encode(LogBatch batch, in LogRecord record, IBufferWriter<byte> output)
        {
            output.Write(Encoding.UTF8.GetBytes($"{batch.Resource["service.name"]}: "));
            output.Write(batch.Body(record));
            output.Write("\n"u8);
        }

        protected override async ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> records, int count, CancellationToken cancellationToken)
        {
            await output.WriteAsync(records, cancellationToken);
            return ExportResult.Accepted;
        }
    }
    #endregion
}
