using CustomCollector;
using Hex.Export;
using Hex.Telemetry;
using Hex.Testing.Otlp;

namespace TestYourCollector;

public sealed class QueueDepthTests : IDisposable
{
    private readonly DirectoryInfo _spool = Directory.CreateTempSubdirectory("queue-depth-");

    public QueueDepthTests()
    {
        _spool.CreateSubdirectory("empty");
        var incoming = _spool.CreateSubdirectory("incoming");
        File.WriteAllText(Path.Combine(incoming.FullName, "1.msg"), "a");
        File.WriteAllText(Path.Combine(incoming.FullName, "2.msg"), "b");
    }

    public void Dispose() => _spool.Delete(recursive: true);

    #region TestYourCollector
    [Fact]
    public async Task Each_queue_has_its_depth()
    {
        var points = await CollectedMetrics.FromAsync(new QueueDepth(_spool.FullName));

        Assert.Equal(
            [("empty", 0), ("incoming", 2)],
            points.Of("queue.depth").Select(point => (point.Attributes["queue.name"]!, point.Value.AsInt64)).Order());
    }
    #endregion

    #region TestYourCollectorEndToEnd
    [Fact]
    public async Task The_backend_has_it_although_it_was_away_at_first()
    {
        await using var backend = await OtlpReceiver.StartAsync();
        backend.Script.Next(2, Fault.Refuse(GrpcStatusCode.Unavailable));
        using var exporter = new OtlpExporter(new OtlpExporterOptions { Endpoint = backend.Endpoint.ToString(), Insecure = true });
        using var pipeline = new MetricPipeline(exporter);
        using (var writer = new MetricWriter(new ResourcePool(), UnixNano.From(TimeProvider.System.GetUtcNow()), batch => pipeline.Add(batch)))
        {
            await new QueueDepth(_spool.FullName).CollectAsync(writer, TestContext.Current.CancellationToken);
            writer.Flush();
        }

        await pipeline.DrainAsync();

        var incoming = Assert.Single(backend.Metrics, point => Equals(point.Attributes["queue.name"], "incoming"));
        Assert.Equal(("queue.depth", 2), (incoming.Name, incoming.IntValue));
    }
    #endregion
}
