using Hex.Export;
using Hex.Logs;
using Hex.Telemetry;

namespace Hex.House.Tests.Snippets;

/// <summary>What the READMEs show. Each region is compared with its block there, and compiled here.</summary>
internal static class Embedding
{
    public static async Task ShipLogsAsync(CancellationToken stop)
    {
        #region Embedding
        using var exporter = new OtlpExporter(new OtlpExporterOptions
        {
            Endpoint = "ingest.example.com:4317",
            ApiKeyFile = "/etc/my-agent/api-key",
        });
        using var pipeline = new LogPipeline(exporter);
        await using var reader = new ContainerLogReader(
            new ContainerLogReaderOptions { Root = "/var/log/pods" }, new FileStateStore("/var/lib/my-agent"), budget: pipeline.Budget);
        await pipeline.RunAsync(reader, cancellationToken: stop);
        #endregion
    }

    public static async Task ReadAsync(CancellationToken stop)
    {
        #region ReadOnly
        await using var reader = new ContainerLogReader(new ContainerLogReaderOptions { StartAt = StartAt.Beginning });
        await foreach (var batch in reader.ReadAllAsync(stop))
        {
            using (batch)
            {
                Console.WriteLine($"{batch.Resource["k8s.pod.name"]}: {batch.Count} lines");
                batch.Acknowledge();
            }
        }
        #endregion
    }
}
