using Hex.Telemetry;

namespace CustomCollector;

#region CustomCollector
/// <summary>How many files wait in the sub-folders of a spool folder: one gauge, one point per queue.</summary>
/// <param name="folder">The spool folder; each sub-folder is a queue.</param>
public sealed class QueueDepth(string folder) : ICollector
{
    private static readonly Instrument Depth = Instrument.Gauge("queue.depth", "{message}", "Messages that wait in a queue.");

    public string Name => "queue";

    public CollectionScope Scope => CollectionScope.Node;

    public ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
    {
        var orders = writer.For(writer.Resources.Get(("service.name", "orders")));
        foreach (var queue in new DirectoryInfo(folder).EnumerateDirectories())
        {
            cancellationToken.ThrowIfCancellationRequested();
            orders.Record(Depth, queue.EnumerateFiles().Count(), ("queue.name", queue.Name));
        }

        return ValueTask.CompletedTask;
    }
}
#endregion
