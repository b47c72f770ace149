using System.Diagnostics.Metrics;
using Hex.Kubernetes;

namespace Hex.Agent.Composition;

/// <summary>How the watches and the leadership fare; observed when somebody asks.</summary>
internal sealed class ClusterMeter : IDisposable
{
    private readonly Meter _meter = new(ProcessMeter.Name);

    /// <summary>Begins to show.</summary>
    /// <param name="watches">The watches that run now.</param>
    /// <param name="leads">Whether this agent leads; null where there is no Lease.</param>
    public ClusterMeter(Func<IEnumerable<WatchStatus>> watches, Func<bool?> leads)
    {
        Gauge("hex.watch.age", "s", "Time since the API server was last heard on a watch.", watch => watch.Age.TotalSeconds);
        Gauge("hex.watch.fresh", "1", "1 while what a watch knows is current, else 0.", watch => watch.IsFresh ? 1 : 0);
        Counter("hex.watch.lists", "{list}", "Full lists.", watch => watch.Lists);
        Counter("hex.watch.expirations", "{list}", "Lists because the server no longer held the history.", watch => watch.Expirations);
        Counter("hex.watch.failures", "{request}", "Requests that failed and watches that broke.", watch => watch.Failures);
        _meter.CreateObservableGauge(
            "hex.leader", () => leads() is { } now ? [new Measurement<long>(now ? 1 : 0)] : Array.Empty<Measurement<long>>(), "1", "1 while this agent leads, 0 while it stands by.");

        void Gauge(string name, string unit, string description, Func<WatchStatus, double> value) =>
            _meter.CreateObservableGauge(name, () => watches().Select(watch => new Measurement<double>(value(watch), Tag(watch))), unit, description);

        void Counter(string name, string unit, string description, Func<WatchStatus, long> value) =>
            _meter.CreateObservableCounter(name, () => watches().Select(watch => new Measurement<long>(value(watch), Tag(watch))), unit, description);
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(WatchStatus watch) => new("hex.resource", watch.Query.ToString());
}
