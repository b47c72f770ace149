using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>The attributes that everything carries: <c>resource.attributes</c> and the cluster's name, where it is known.</summary>
internal static class CommonAttributes
{
    /// <summary>Where the cluster's name is looked for, in this order, when the configuration does not say it.</summary>
    private static readonly string[] ClusterVariables = ["CLUSTER_NAME", "K8S_CLUSTER_NAME", "EKS_CLUSTER_NAME", "GKE_CLUSTER_NAME", "AKS_CLUSTER_NAME"];

    public static TelemetryAttribute[] Of(AgentConfiguration configuration, Func<string, string?> environment)
    {
        var attributes = new List<TelemetryAttribute>();
        foreach (var (name, value) in configuration.Get(AgentOptions.ResourceAttributes))
        {
            attributes.Add((name, value));
        }

        var cluster = configuration.Get(AgentOptions.ClusterName);
        cluster = cluster.Length > 0 ? cluster : ClusterVariables.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        if (!string.IsNullOrEmpty(cluster))
        {
            attributes.Add(("k8s.cluster.name", cluster));
        }

        return [.. attributes];
    }
}
