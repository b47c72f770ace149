using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>A right as RBAC grants it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The plural, e.g. <c>pods</c>.</param>
/// <param name="Verbs">E.g. <c>get</c>, <c>list</c>, <c>watch</c>.</param>
public sealed record KubernetesPermission(string Group, string Resource, IReadOnlyList<string> Verbs);

/// <summary>
/// Every right the code asks an API server for. A test compares it with what is really requested, another with what the chart grants.
/// </summary>
public static class KubernetesPermissions
{
    private static readonly string[] Read = ["get", "list", "watch"];

    /// <summary>The ClusterRole of the leader: collectors, events, usage.</summary>
    public static IReadOnlyList<KubernetesPermission> Cluster { get; } =
    [
        .. ClusterKind.All.Select(kind => new KubernetesPermission(kind.Type.Group, kind.Type.Plural, Read)),
        Of(ResourceType.Events, Read),
        Of(ResourceType.NodeMetrics, ["get", "list"]),
        Of(ResourceType.PodMetrics, ["get", "list"]),
    ];

    /// <summary>The Role in the agent's own namespace: leadership, and state in leases.</summary>
    public static IReadOnlyList<KubernetesPermission> OwnNamespace { get; } =
        [Of(ResourceType.Leases, ["get", "list", "watch", "create", "update", "patch", "delete"])];

    private static KubernetesPermission Of(ResourceType type, IReadOnlyList<string> verbs) => new(type.Group, type.Plural, verbs);
}
