namespace Hex.Kubernetes;

/// <summary>
/// The usage of nodes and pods (metrics.k8s.io/v1beta1, usually served by metrics-server). It has no watch; it may be absent, down, empty
/// or forbidden, and come back: then there is no usage, one warning, and a new attempt after a growing wait of up to five minutes.
/// </summary>
public sealed class MetricsApi
{
    private readonly UsageFeed<NodeUsage> _nodes;
    private readonly UsageFeed<PodUsage> _pods;

    /// <summary>Reads from a server.</summary>
    /// <param name="client">The server.</param>
    /// <param name="projections">The projections; null for new ones.</param>
    public MetricsApi(KubernetesClient client, Projections? projections = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        projections ??= new Projections(MetadataSelection.Nothing);
        _nodes = new(client, ResourceType.NodeMetrics, projections.NodeUsage, node => (node.Time, node.Window));
        _pods = new(client, ResourceType.PodMetrics, projections.PodUsage, pod => (pod.Time, pod.Window));
    }

    /// <summary>The usage of all nodes. All who ask within a second share one answer. Never throws because of the server.</summary>
    public Task<UsageSnapshot<NodeUsage>> ReadNodesAsync(CancellationToken cancellationToken = default) => _nodes.ReadAsync(cancellationToken);

    /// <summary>The usage of all pods. All who ask within a second share one answer. Never throws because of the server.</summary>
    public Task<UsageSnapshot<PodUsage>> ReadPodsAsync(CancellationToken cancellationToken = default) => _pods.ReadAsync(cancellationToken);
}
