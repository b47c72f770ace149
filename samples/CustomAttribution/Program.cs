using CustomAttribution;
using Hex.Export;
using Hex.Logs;
using Hex.Telemetry;

// dotnet run --project samples/CustomAttribution -- /var/log/pods
// Prints every line under the folder as OTLP JSON, attributed to team, stage and service by our own rule, and ends.
if (args.Length != 1 || !Directory.Exists(args[0]))
{
    await Console.Error.WriteLineAsync("usage: CustomAttribution FOLDER   (FOLDER is laid out as /var/log/pods)");
    return 2;
}

using var exporter = new FileExporter();
using var pipeline = new LogPipeline(exporter);
var resources = new ResourcePool();
var resolver = new TeamResolver(new PathResourceResolver(resources), resources);
await using var reader = new ContainerLogReader(
    new ContainerLogReaderOptions { Root = args[0], Once = true }, resolver: resolver, resources: resources, budget: pipeline.Budget);
await pipeline.RunAsync(reader);
return 0;
