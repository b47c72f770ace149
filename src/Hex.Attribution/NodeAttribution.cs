using Hex.Attribution.Nodes;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Attribution;

/// <summary>
/// Knows the containers of one node: a watch of the node's pods, and single GETs for what owns them. Give it to the log reader as its
/// <see cref="IResourceResolver"/>. While the API server is away it answers from memory, or not at all. Thread-safe.
/// </summary>
/// <remarks>
/// Its cost to the API server does not grow with the cluster: one watch with <c>fieldSelector=spec.nodeName=…</c>, and one GET of metadata per
/// ReplicaSet or Job with a pod on this node, at most five per second.
/// </remarks>
public sealed class NodeAttribution : IResourceResolver
{
    private readonly ClusterAttribution _attribution;
    private readonly ResourcePool _resources;
    private readonly Reflector<Pod> _reflector;
    private readonly NodeLookups _lookups;
    private readonly NodePodStore _pods;
    private long _version;

    /// <summary>Knows nothing yet; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="client">The server. Needs <c>list</c> and <c>watch</c> on pods, <c>get</c> on replicasets, jobs, namespaces and nodes.</param>
    /// <param name="nodeName">This node.</param>
    /// <param name="resources">Where resources are made: the pipeline's pool.</param>
    /// <param name="options">What to attribute with; null for the defaults.</param>
    /// <param name="identity">Which cluster this is; null to detect it.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Where lasting failures are told; null for nowhere.</param>
    public NodeAttribution(
        KubernetesClient client,
        string nodeName,
        ResourcePool resources,
        AttributionOptions? options = null,
        ClusterIdentityReader? identity = null,
        TimeProvider? time = null,
        ILogger<NodeAttribution>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(nodeName);
        ArgumentNullException.ThrowIfNull(resources);
        options ??= new AttributionOptions();
        _resources = resources;
        identity ??= new ClusterIdentityReader(client, nodeName: nodeName);
        _attribution = new ClusterAttribution(resources, options, time) { Cluster = identity.Local };
        var projections = new Projections(options.CreateSelection());
        _lookups = new NodeLookups(client, projections, identity, options.TimeToLive, time ?? TimeProvider.System, (ILogger?)logger ?? NullLogger.Instance, Learn);
        _pods = new NodePodStore(_attribution, _lookups, Changed, options.NamespaceLabels.Count + options.NamespaceAnnotations.Count > 0);
        var query = new ResourceQuery(ResourceType.Pods, FieldSelector: $"spec.nodeName={nodeName}");
        _reflector = client.CreateReflector<Pod>(query, projections.Pod, _pods);
    }

    /// <inheritdoc/>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>How the watch of the node's pods fares.</summary>
    public WatchStatus Pods => _reflector.Status;

    /// <summary>Which cluster this is, as far as it is known.</summary>
    public ClusterIdentity Cluster => _attribution.Cluster;

    /// <summary>Follows the node's pods until it is cancelled; never ends by itself. Once at a time.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_reflector.RunAsync(cancellationToken), _lookups.RunAsync(cancellationToken));

    /// <inheritdoc/>
    public ContainerMetadata? Resolve(in ContainerIdentity container, int restart)
    {
        if (_attribution.FindPod(container.PodUid) is not { } pod)
        {
            return null;
        }

        return new ContainerMetadata(
            ContainerResource.Of(_resources, _attribution, pod, container.Container, restart),
            Collect: !IsSet(pod, AttributionAnnotations.Logs, "false"),
            Multiline: IsSet(pod, AttributionAnnotations.LogsMultiline, "true") ? true
                : IsSet(pod, AttributionAnnotations.LogsMultiline, "false") ? false : null);
    }

    private static bool IsSet(Pod pod, string annotation, string value) =>
        string.Equals(pod.Annotations[annotation]?.Trim(), value, StringComparison.OrdinalIgnoreCase);

    private void Learn(NodeLookup lookup, KubernetesObject? found, ClusterIdentity? identity)
    {
        if (identity is not null)
        {
            _attribution.Cluster = identity;
        }
        else if (found is not null)
        {
            _attribution.Learn(lookup.Kind, found);
        }

        Changed();
    }

    private void Changed() => Interlocked.Increment(ref _version);
}
