using Hex.Kubernetes;

namespace Hex.Attribution;

/// <summary>
/// Finds the name of a cluster: configured, else from the environment, else from labels that some providers put on nodes. A cluster has
/// no name of its own, and its UID is never taken for one.
/// </summary>
public static class ClusterNames
{
    /// <summary>The environment variables that may hold the name, the first non-empty one wins.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        ["CLUSTER_NAME", "K8S_CLUSTER_NAME", "EKS_CLUSTER_NAME", "GKE_CLUSTER_NAME", "AKS_CLUSTER_NAME"];

    /// <summary>The node labels that may hold it: eksctl's and AKS'.</summary>
    public static IReadOnlyList<string> NodeLabels { get; } = ["alpha.eksctl.io/cluster-name", "kubernetes.azure.com/cluster"];

    /// <summary>Finds the name in the configuration or the environment.</summary>
    /// <param name="configured">What the configuration says; empty or null for nothing.</param>
    /// <param name="environment">Reads a variable: <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <returns>The name and where it is from; nulls when there is none.</returns>
    public static (string? Name, string? Source) Find(string? configured, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (configured?.Trim() is { Length: > 0 } given)
        {
            return (given, "configuration");
        }

        foreach (var variable in Variables)
        {
            if (environment(variable)?.Trim() is { Length: > 0 } value)
            {
                return (value, $"environment variable {variable}");
            }
        }

        return (null, null);
    }

    /// <summary>Finds the name in the labels of a node, which must have been selected (<see cref="AttributionOptions.CreateSelection"/> does).</summary>
    /// <returns>The name and where it is from; nulls when there is none.</returns>
    public static (string? Name, string? Source) Find(KubernetesObject node)
    {
        ArgumentNullException.ThrowIfNull(node);
        for (var i = 0; i < NodeLabels.Count; i++)
        {
            var label = NodeLabels[i];
            if (node.Labels[label]?.Trim() is { Length: > 0 } value)
            {
                return (value, $"label {label} of node {node.Name}");
            }
        }

        return (null, null);
    }
}
