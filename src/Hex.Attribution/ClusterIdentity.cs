namespace Hex.Attribution;

/// <summary>Which cluster this is.</summary>
/// <param name="Uid">The UID of the namespace kube-system (<c>k8s.cluster.uid</c>); null while it is not known.</param>
/// <param name="Name">Its name (<c>k8s.cluster.name</c>); null when it was neither configured nor detected.</param>
/// <param name="NameSource">Where the name is from, in words, e.g. <c>environment variable EKS_CLUSTER_NAME</c>; null without a name.</param>
public sealed record ClusterIdentity(string? Uid = null, string? Name = null, string? NameSource = null)
{
    /// <summary>Nothing known.</summary>
    public static ClusterIdentity Unknown { get; } = new();
}
