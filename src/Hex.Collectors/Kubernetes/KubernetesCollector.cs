using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>What the Kubernetes collectors have in common: each writes the state of some kinds of objects, out of the cluster of a <see cref="ClusterSource"/>.</summary>
public abstract class KubernetesCollector : ICollector
{
    private readonly ClusterSource _cluster;
    private readonly CollectorReads _reads;

    private protected KubernetesCollector(
        ClusterSource cluster, SignalCatalogue catalogue, ClusterKinds main, ClusterKinds extra = ClusterKinds.None, UsageKinds usage = UsageKinds.None)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        _cluster = cluster;
        _reads = new CollectorReads(catalogue.Name, main, extra, usage);
        Catalogue = catalogue;
        cluster.Add(_reads);
    }

    /// <inheritdoc/>
    public string Name => Catalogue.Name;

    /// <inheritdoc/>
    public CollectionScope Scope => Catalogue.Scope;

    /// <summary>Everything it emits.</summary>
    public SignalCatalogue Catalogue { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The objects it is about cannot be read; the message names verb and resource.</exception>
    public async ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var view = await _cluster.ReadAsync(_reads, writer.Resources, cancellationToken);
        Collect(view, writer, cancellationToken);
    }

    private protected abstract void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken);
}
