using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Attribution;
using Hex.Kubernetes;

namespace Hex.Agent.Cluster;

/// <summary>The cluster's name as the API server knows it, for a configuration that gives none: what <c>hex-agent run</c> would find, and where, or why there is none.</summary>
internal static class ClusterNameLookup
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks; takes no longer than 5 s.</summary>
    /// <returns>The name, null when there is none, and where it is from or why there is none.</returns>
    public static async Task<(string? Name, string Source)> FindAsync(AgentConfiguration configuration, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        var node = NodeName.Current;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            if (ClusterConnection.Find(configuration, environment) is not { } cluster)
            {
                return (null, "no API server to ask");
            }

            using var client = new KubernetesClient(cluster.Connection);
            var identity = await new ClusterIdentityReader(client, null, environment, node).ReadAsync(limit.Token);
            return identity.Name is { } name
                ? (name, identity.NameSource!)
                : (null, $"neither label {string.Join(" nor ", ClusterNames.NodeLabels)} is on node {node}; its UID is sent");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"the API server did not answer within {Limit.TotalSeconds} s");
        }
        catch (Exception failure) when (failure is KubernetesConfigurationException or KubernetesApiException or HttpRequestException or IOException)
        {
            return (null, $"the API server could not be asked: {failure.GetBaseException().Message}");
        }
    }
}
