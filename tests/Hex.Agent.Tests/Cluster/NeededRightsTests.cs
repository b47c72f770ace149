using Hex.Agent.Cluster;
using Hex.Agent.Configuration;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;

namespace Hex.Agent.Tests.Cluster;

public class NeededRightsTests
{
    [Fact]
    public void Nothing_is_needed_that_the_libraries_do_not_declare()
    {
        var declared = KubernetesPermissions.Cluster.Concat(KubernetesPermissions.OwnNamespace)
            .SelectMany(one => one.Verbs.Select(verb => (one.Group, one.Resource, verb))).ToHashSet();
        Assert.All(Rights("leaderElection.enabled=true", "state.inLease=true").SelectMany(right => right.Verbs.Select(verb => (right.Query.Type.Group, right.Query.Type.Plural, verb))),
            right => Assert.Contains(right, declared));
    }

    [Fact]
    public void What_is_switched_off_needs_nothing()
    {
        Assert.DoesNotContain(Rights("collectors.hpa.enabled=false"), right => right.Query.Type == ResourceType.HorizontalPodAutoscalers);
        Assert.Empty(Rights("roles=node", "logs.enabled=false"));
        Assert.DoesNotContain(Rights("roles=cluster"), right => right.Query.FieldSelector is not null);
        Assert.DoesNotContain(Rights(), right => right.Query.Type == ResourceType.Leases);
    }

    private static IReadOnlyList<NeededRight> Rights(params string[] settings)
    {
        var configuration = ConfigurationReader.Read(new ConfigurationSources(null, new Dictionary<string, string>(), ["exporters=discard", .. settings])).Configuration!;
        return NeededRights.Of(configuration, new ClusterConnection(new KubernetesConnection(new Uri("http://127.0.0.1:1")), "hexcovery", IsInCluster: false), "node-1");
    }
}
