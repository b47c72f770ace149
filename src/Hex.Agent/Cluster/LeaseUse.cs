using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Cluster;

/// <summary>What a configuration needs Leases for.</summary>
/// <param name="ForLeadership">The role cluster contends for one.</param>
/// <param name="ForState">Positions are handed over through one.</param>
internal readonly record struct LeaseUse(bool ForLeadership, bool ForState)
{
    public bool IsUsed => ForLeadership || ForState;

    public static LeaseUse Of(AgentConfiguration configuration, ClusterConnection cluster)
    {
        var roles = configuration.Get(AgentOptions.Roles);
        return new LeaseUse(
            roles.Contains(Role.Cluster) && Is(configuration.Get(AgentOptions.LeaderElection), cluster.IsInCluster),
            roles.Contains(Role.Node) && configuration.Get(LogsOptions.Enabled) && Is(configuration.Get(AgentOptions.StateInLease), cluster.IsInCluster));
    }

    private static bool Is(Auto choice, bool byItself) => choice == Auto.True || (choice == Auto.Auto && byItself);
}
