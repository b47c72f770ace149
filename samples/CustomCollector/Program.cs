using CustomCollector;
using Hex.Export;
using Hex.Telemetry;
using Microsoft.Extensions.Hosting;

// dotnet run --project samples/CustomCollector -- FOLDER [host:port]
// Counts what waits in FOLDER's sub-folders every 5 seconds; prints it, or sends it to an OTLP backend. Ctrl-C ends it.
if (args.Length is 0 or > 2 || !Directory.Exists(args[0]))
{
    await Console.Error.WriteLineAsync("usage: CustomCollector FOLDER [host:port]   (FOLDER must exist; its sub-folders are the queues)");
    return 2;
}

#region CustomCollectorHost
var builder = Host.CreateApplicationBuilder();
builder.Services.AddHex(hex =>
{
    hex.AddCollector(new QueueDepth(args[0]))
        .ConfigureCollection(collection =>
        {
            collection.Splay = TimeSpan.Zero;
            collection.Collectors["queue"] = new CollectorOptions { Interval = TimeSpan.FromSeconds(5) };
        });
    if (args.Length > 1)
    {
        hex.AddOtlpExporter(otlp => otlp.Endpoint = args[1]);
    }
    else
    {
        hex.AddConsoleExporter();
    }
});
await builder.Build().RunAsync();
#endregion
return 0;
