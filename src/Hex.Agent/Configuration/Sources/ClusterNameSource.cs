using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Configuration.Sources;

/// <summary>The cluster's name where the platform's own variables say it: the least of all sources, since nobody wrote those variables for the agent.</summary>
internal static class ClusterNameSource
{
    /// <summary>Where it is looked for, in this order.</summary>
    public static readonly IReadOnlyList<string> Variables = ["CLUSTER_NAME", "K8S_CLUSTER_NAME", "EKS_CLUSTER_NAME", "GKE_CLUSTER_NAME", "AKS_CLUSTER_NAME"];

    public static IEnumerable<Setting> Read(IReadOnlyDictionary<string, string> environment) => Variables
        .Where(name => environment.GetValueOrDefault(name) is { Length: > 0 })
        .Take(1)
        .Select(name => new Setting(AgentOptions.ClusterName.Key, new RawScalar(environment[name]), new Origin(name)));
}
