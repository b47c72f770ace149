using Hex.Telemetry;

namespace CustomAttribution;

#region CustomAttribution
/// <summary>
/// A house rule: namespaces are named TEAM-STAGE, and the service is the container. What another resolver knows (the path alone, or the cluster) is kept
/// and added to.
/// </summary>
public sealed class TeamResolver(IResourceResolver inner, ResourcePool resources) : IResourceResolver
{
    public long Version => inner.Version;

    public ContainerMetadata? Resolve(in ContainerIdentity container, int restart)
    {
        if (inner.Resolve(in container, restart) is not { } known)
        {
            return null;
        }

        var dash = container.Namespace.LastIndexOf('-');
        var (team, stage) = dash > 0 ? (container.Namespace[..dash], container.Namespace[(dash + 1)..]) : (container.Namespace, "unknown");
        TelemetryAttribute[] ours =
        [
            ("service.name", container.Container),
            ("service.namespace", team),
            ("deployment.environment.name", stage),
        ];
        return known with { Resource = resources.Get([.. known.Resource.Attributes.Items, .. ours]), Collect = stage != "scratch" };
    }
}
#endregion
