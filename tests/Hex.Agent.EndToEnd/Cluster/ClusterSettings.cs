using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Cluster;

namespace Hex.Agent.EndToEnd.Cluster;

/// <summary>What an agent is told that talks to a simulated cluster, over TLS and by a kubeconfig.</summary>
internal static class ClusterSettings
{
    /// <summary>The roles, at a cluster, signed in as a user: the administrator unless another is named.</summary>
    public static AgentSettings At(this AgentSettings settings, SimulatedCluster cluster, Workspace workspace, string roles, KubeconfigUser? user = null)
    {
        var kubeconfig = Path.Combine(workspace.Root, "kubeconfig");
        File.WriteAllText(kubeconfig, cluster.KubeconfigYaml(user));
        return settings
            .With("profile", "kubernetes")
            .With("roles", roles)
            .With("logs.enabled", roles.Contains("node", StringComparison.Ordinal) ? "true" : "false")
            .With("kubernetes.kubeconfig", kubeconfig)
            .With("cluster.name", "tests");
    }

    /// <summary>Makes an event that says something.</summary>
    public static void CreateEvent(this SimulatedCluster cluster, string message) => cluster.Objects.Create("events", $$$"""
        {"apiVersion":"v1","kind":"Event","metadata":{"name":"{{{message}}}","namespace":"default"},"type":"Normal","reason":"Test","message":"{{{message}}}","count":1,
        "firstTimestamp":"2026-11-21T12:00:00Z","lastTimestamp":"2026-11-21T12:00:00Z","involvedObject":{"kind":"Pod","namespace":"default","name":"nobody","apiVersion":"v1"},"source":{"component":"tests"}}
        """);
}
