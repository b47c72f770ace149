using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Kubernetes;

namespace Hex.Agent.Cluster;

/// <summary>Which API server a configuration means, if any, and who this process is there.</summary>
/// <param name="Connection">The way to it.</param>
/// <param name="Namespace">The agent's own namespace, where its Leases are.</param>
/// <param name="IsInCluster">Whether this process is a pod of it.</param>
internal sealed record ClusterConnection(KubernetesConnection Connection, string Namespace, bool IsInCluster)
{
    private const string FallbackNamespace = "default";

    /// <summary>
    /// Finds it: the kubeconfig that is configured, else the cluster this is a pod of, else the first file of KUBECONFIG or ~/.kube/config where there is one.
    /// Profiles without Kubernetes look no further than what is configured.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="KubernetesConfigurationException">What was found does not say what is needed.</exception>
    public static ClusterConnection? Find(AgentConfiguration configuration, Func<string, string?> environment)
    {
        var file = configuration.Get(AgentOptions.Kubeconfig);
        var context = configuration.Get(AgentOptions.KubeContext) is { Length: > 0 } given ? given : null;
        if (file.Length > 0)
        {
            return Of(KubernetesConnection.FromKubeconfig(file, context), configuration, environment, isInCluster: false);
        }

        if (configuration.Get(AgentOptions.Profile) is Profile.Host or Profile.None)
        {
            return null;
        }

        if (KubernetesConnection.IsInCluster && context is null)
        {
            return Of(KubernetesConnection.InCluster(), configuration, environment, isInCluster: true);
        }

        var found = environment("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return File.Exists(found) ? Of(KubernetesConnection.FromKubeconfig(found, context), configuration, environment, isInCluster: false) : null;
    }

    private static ClusterConnection Of(KubernetesConnection connection, AgentConfiguration configuration, Func<string, string?> environment, bool isInCluster)
    {
        string?[] candidates = [configuration.Get(AgentOptions.LeaseNamespace), environment("POD_NAMESPACE"), connection.Namespace];
        return new ClusterConnection(connection, candidates.FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? FallbackNamespace, isInCluster);
    }
}
