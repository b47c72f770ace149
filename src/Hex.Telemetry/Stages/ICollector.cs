namespace Hex.Telemetry;

/// <summary>Where a stage runs.</summary>
public enum CollectionScope
{
    /// <summary>On every node: what only that node can say.</summary>
    Node,

    /// <summary>Once per cluster, on the leader.</summary>
    Cluster,
}

/// <summary>
/// Reads a state and writes it as metric points. The scheduler calls it at its interval, never twice at once, with a time limit;
/// a failure is logged once per cause and counted, and other collectors go on.
/// </summary>
public interface ICollector
{
    /// <summary>Its name in configuration, logs and self-metrics: lower case, e.g. <c>pod</c>.</summary>
    string Name { get; }

    /// <summary>Where it runs.</summary>
    CollectionScope Scope { get; }

    /// <summary>Writes the current state.</summary>
    /// <param name="writer">What to write into; valid only during the call.</param>
    /// <param name="cancellationToken">Cancelled at the collector's time limit and at shutdown.</param>
    ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken);
}
