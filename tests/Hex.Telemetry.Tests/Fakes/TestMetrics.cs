namespace Hex.Telemetry.Tests;

/// <summary>Instruments and points for tests.</summary>
internal static class TestMetrics
{
    public static readonly Instrument Phase = Instrument.UpDownSum("test.phase", "{pod}", "One per phase.");
    public static readonly Instrument Restarts = Instrument.UpDownSum("test.restarts", "{restart}", "How often.");
    public static readonly Instrument Load = Instrument.Gauge("test.load", "1", "How much.");

    /// <summary>A batch as a collector writes it.</summary>
    public static MetricBatch Batch(ResourcePool pool, Action<MetricWriter> write, long time = 1)
    {
        MetricBatch? written = null;
        using var writer = new MetricWriter(pool, time, batch => written = batch, batchPoints: 1 << 20);
        write(writer);
        writer.Flush();
        return written ?? throw new InvalidOperationException("Nothing was written.");
    }
}

/// <summary>A collector made of a function.</summary>
internal sealed class FuncCollector(string name, Func<MetricWriter, CancellationToken, Task> collect, CollectionScope scope = CollectionScope.Node) : ICollector
{
    public FuncCollector(string name, Action<MetricWriter> collect, CollectionScope scope = CollectionScope.Node)
        : this(name, (writer, _) =>
        {
            collect(writer);
            return Task.CompletedTask;
        }, scope)
    {
    }

    public string Name => name;

    public CollectionScope Scope => scope;

    public async ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken) => await collect(writer, cancellationToken);
}
