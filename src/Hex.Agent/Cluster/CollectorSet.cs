using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Collectors.Kubernetes;
using Hex.Telemetry;

namespace Hex.Agent.Cluster;

/// <summary>The Kubernetes collectors that are switched on. One that is off is not made, so that what only it would read is not watched.</summary>
internal static class CollectorSet
{
    private static readonly (string Name, Func<ClusterSource, ICollector> Make)[] Collectors =
    [
        ("node", source => new NodeCollector(source)),
        ("namespace", source => new NamespaceCollector(source)),
        ("pod", source => new PodCollector(source)),
        ("container", source => new ContainerCollector(source)),
        ("workload", source => new WorkloadCollector(source)),
        ("job", source => new JobCollector(source)),
        ("hpa", source => new HorizontalPodAutoscalerCollector(source)),
        ("pvc", source => new PersistentVolumeClaimCollector(source)),
    ];

    public static IReadOnlyList<ICollector> Create(AgentConfiguration configuration, ClusterSource source) =>
        [.. Collectors.Where(collector => IsEnabled(configuration, collector.Name)).Select(collector => collector.Make(source))];

    /// <summary>Whether a collector or source is switched on.</summary>
    public static bool IsEnabled(AgentConfiguration configuration, string name) => configuration.Get(CollectorSwitches.All.First(one => one.Name == name).Enabled);
}
