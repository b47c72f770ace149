using Hex.Telemetry;

namespace Hex.Logs;

/// <summary>
/// Says of a container what its log directory's name says: namespace, pod, pod uid, container and restart number
/// (<c>k8s.*</c>, OpenTelemetry semantic conventions). What the reader uses without a cluster, and when metadata does not come in time.
/// </summary>
/// <param name="resources">Where resources come from; the pipeline's pool.</param>
public sealed class PathResourceResolver(ResourcePool resources) : IResourceResolver
{
    /// <inheritdoc/>
    public long Version => 0;

    /// <summary>What the path says of a container; always known.</summary>
    public ContainerMetadata Resolve(in ContainerIdentity container, int restart) => new(resources.Get(
        ("k8s.namespace.name", container.Namespace),
        ("k8s.pod.name", container.Pod),
        ("k8s.pod.uid", container.PodUid),
        ("k8s.container.name", container.Container),
        ("k8s.container.restart_count", (AttributeValue)(long)restart)));

    ContainerMetadata? IResourceResolver.Resolve(in ContainerIdentity container, int restart) => Resolve(in container, restart);
}
