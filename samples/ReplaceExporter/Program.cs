using Hex.Logs;
using Hex.Telemetry;
using ReplaceExporter;

// dotnet run --project samples/ReplaceExporter -- /var/log/pods http://127.0.0.1:9000/
// Sends every line under the folder, and what the pipeline counts of itself, to a sink of our own, and ends.
if (args.Length != 2 || !Directory.Exists(args[0]) || !Uri.TryCreate(args[1], UriKind.Absolute, out var url))
{
    await Console.Error.WriteLineAsync("usage: ReplaceExporter FOLDER URL   (FOLDER is laid out as /var/log/pods)");
    return 2;
}

#region ReplaceExporter
using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
using var logs = new LogPipeline(new WebhookLogs(http, url));
using var metrics = new MetricPipeline(new WebhookMetrics(http, url));
await using var reader = new ContainerLogReader(new ContainerLogReaderOptions { Root = args[0], Once = true }, budget: logs.Budget);
var result = await logs.RunAsync(reader);
#endregion

var collected = new ResourcePool();
using var self = new MeterCollector([TelemetryMeter.Name], TimeProvider.System, ("service.name", "replace-exporter"));
using (var writer = new MetricWriter(collected, UnixNano.From(TimeProvider.System.GetUtcNow()), batch => metrics.Add(batch)))
{
    await self.CollectAsync(writer, CancellationToken.None);
    writer.Flush();
}

await metrics.DrainAsync();
await Console.Error.WriteLineAsync($"{result.Read} lines read, {result.Delivered} delivered");
return result.Read == result.Delivered ? 0 : 1;
