using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Kubernetes;

namespace Hex.Agent.Cluster;

/// <summary>The rights that a configuration needs, and no more: what <c>check</c> tries, and what the chart grants.</summary>
internal static class NeededRights
{
    private static readonly string[] Watched = ["list", "watch"];

    private static readonly (ResourceType Type, string[] Collectors)[] Kinds =
    [
        (ResourceType.Nodes, ["node", "pod", "container"]),
        (ResourceType.Namespaces, ["namespace", "pod", "container"]),
        (ResourceType.Pods, ["node", "namespace", "pod", "container"]),
        (ResourceType.Deployments, ["workload", "pod", "container"]),
        (ResourceType.StatefulSets, ["workload"]),
        (ResourceType.DaemonSets, ["workload"]),
        (ResourceType.ReplicaSets, ["workload", "pod", "container"]),
        (ResourceType.Jobs, ["job", "pod", "container"]),
        (ResourceType.CronJobs, ["job"]),
        (ResourceType.HorizontalPodAutoscalers, ["hpa"]),
        (ResourceType.PersistentVolumeClaims, ["pvc"]),
        (ResourceType.Events, ["events"]),
    ];

    /// <summary>The rights, those of the node first.</summary>
    public static IReadOnlyList<NeededRight> Of(AgentConfiguration configuration, ClusterConnection cluster, string node)
    {
        var rights = new List<NeededRight>();
        var roles = configuration.Get(AgentOptions.Roles);
        if (roles.Contains(Role.Node) && configuration.Get(LogsOptions.Enabled))
        {
            rights.Add(new(new ResourceQuery(ResourceType.Pods, FieldSelector: $"spec.nodeName={node}"), Watched, "logs carry only what their path says"));
            foreach (var type in new[] { ResourceType.ReplicaSets, ResourceType.Jobs })
            {
                rights.Add(new(new ResourceQuery(type, Namespace: "default"), ["get"], "owners of pods are told by their names' form only"));
            }

            rights.Add(new(new ResourceQuery(ResourceType.Namespaces), ["get"], "k8s.cluster.uid is missing"));
            rights.Add(new(new ResourceQuery(ResourceType.Nodes), ["get"], "the cluster's name is not found in the node's labels"));
        }

        if (roles.Contains(Role.Cluster))
        {
            var enabled = CollectorSwitches.All.Where(one => configuration.Get(one.Enabled)).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var (type, collectors) in Kinds)
            {
                if (collectors.Where(enabled.Contains).ToList() is { Count: > 0 } needing)
                {
                    rights.Add(new(new ResourceQuery(type), Watched, $"these are without or incomplete: {string.Join(", ", needing)}"));
                }
            }

            if (enabled.Overlaps(["node", "namespace", "pod", "container"]))
            {
                rights.Add(new(new ResourceQuery(ResourceType.NodeMetrics), ["list"], "there is no usage of nodes (metrics-server)", IsOptional: true));
                rights.Add(new(new ResourceQuery(ResourceType.PodMetrics), ["list"], "there is no usage of pods (metrics-server)", IsOptional: true));
            }
        }

        if (LeaseUse.Of(configuration, cluster) is { IsUsed: true } use)
        {
            string[] verbs = ["get", .. use.ForLeadership ? Watched : [], "create", "patch", .. use.ForLeadership && use.ForState ? ["delete"] : Array.Empty<string>()];
            rights.Add(new(new ResourceQuery(ResourceType.Leases, Namespace: cluster.Namespace), verbs, "nobody leads, and positions are not handed over"));
        }

        return rights;
    }
}
