using System.Text;
using Hex.Logs;
using Hex.Telemetry;

// dotnet run --project samples/EmbeddedLogReader -- /var/log/pods [state folder]
// Prints every line of every container under the folder, oldest first, and ends. With a state folder, a second run prints only what came since.
if (args.Length is 0 or > 2 || !Directory.Exists(args[0]))
{
    await Console.Error.WriteLineAsync("usage: EmbeddedLogReader FOLDER [STATE]   (FOLDER is laid out as /var/log/pods)");
    return 2;
}

#region EmbeddedLogReader
IStateStore state = args.Length > 1 ? new FileStateStore(args[1]) : new MemoryStateStore();
await using var reader = new ContainerLogReader(new ContainerLogReaderOptions { Root = args[0], Once = true }, state);
var lines = 0;
await foreach (var batch in reader.ReadAllAsync(CancellationToken.None))
{
    // Its records point into read buffers: disposing gives them back, acknowledging moves the position.
    using (batch)
    {
        var who = $"{batch.Resource["k8s.namespace.name"]}/{batch.Resource["k8s.pod.name"]}/{batch.Resource["k8s.container.name"]}";
        foreach (ref readonly var record in batch.Records)
        {
            Console.WriteLine($"{who}: {Encoding.UTF8.GetString(batch.Body(record))}");
        }

        lines += batch.Count;
        batch.Acknowledge();
    }
}

await Console.Error.WriteLineAsync($"{lines} lines");
#endregion
return 0;
