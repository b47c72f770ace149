using Hex.Kubernetes;

namespace Hex.Agent.Cluster;

/// <summary>
/// What this agent's Leases belong to: the DaemonSet (or Deployment) that its pod is of, so that they go with it. A Deployment's ReplicaSet is climbed over,
/// since a rollout deletes it.
/// </summary>
internal static class AgentOwner
{
    /// <summary>The variable the chart sets from <c>metadata.name</c>.</summary>
    public const string PodVariable = "POD_NAME";

    /// <summary>Finds the owner.</summary>
    /// <returns>Null when this is no pod, or one that nobody owns.</returns>
    /// <exception cref="HttpRequestException">The API server is not reached.</exception>
    public static async Task<OwnerReference?> FindAsync(KubernetesClient client, ClusterConnection cluster, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        if (environment(PodVariable) is not { Length: > 0 } pod)
        {
            return null;
        }

        var projections = new Projections();
        try
        {
            var space = environment("POD_NAMESPACE") is { Length: > 0 } given ? given : cluster.Namespace;
            var owner = (await client.GetMetadataAsync(ResourceType.Pods, space, pod, projections, cancellationToken))?.Controller;
            if (owner is not { Kind: "ReplicaSet" })
            {
                return owner;
            }

            return (await client.GetMetadataAsync(ResourceType.ReplicaSets, space, owner.Name, projections, cancellationToken))?.Controller ?? owner;
        }
        catch (KubernetesApiException refusal) when (refusal.StatusCode is 401 or 403 or 404)
        {
            // A Lease without an owner does its work as well; it only outlives the agent.
            return null;
        }
    }
}
