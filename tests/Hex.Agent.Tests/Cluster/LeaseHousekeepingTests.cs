using Hex.Agent.Cluster;
using Hex.Kubernetes;
using Hex.Testing.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Agent.Tests.Cluster;

public class LeaseHousekeepingTests
{
    private const string Leases = "leases.coordination.k8s.io";

    [Fact]
    public async Task Leases_of_nodes_that_are_gone_are_deleted_and_others_stay()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new KubernetesClient(new KubernetesConnection(cluster.HttpUrl).WithToken(cluster.Token));
        var node = cluster.Objects.Names("nodes")[0].Name;
        foreach (var (release, of) in new[] { ("hexcovery-agent", node), ("hexcovery-agent", "gone"), ("hexcovery-agent-2", "gone") })
        {
            var store = new LeaseStateStore(client, new LeaseStateStoreOptions
            {
                Namespace = "hexcovery",
                LeaseName = LeaseNames.OfNode(release, of),
                Group = LeaseNames.Group(release),
                Holder = "test",
            });
            await store.WriteAsync("log-positions", new byte[] { 1 }, CancellationToken.None);
        }

        var others = cluster.Objects.Count(Leases) - 3;
        await new StatePruning(client, "hexcovery", "hexcovery-agent", TimeProvider.System, NullLogger<StatePruning>.Instance).PruneAsync(CancellationToken.None);
        Assert.NotNull(cluster.Objects.Find(Leases, "hexcovery", $"hexcovery-agent-{node}"));
        Assert.Null(cluster.Objects.Find(Leases, "hexcovery", "hexcovery-agent-gone"));
        Assert.NotNull(cluster.Objects.Find(Leases, "hexcovery", "hexcovery-agent-2-gone"));
        Assert.Equal(others + 2, cluster.Objects.Count(Leases));
    }

    [Theory]
    [InlineData("DaemonSet", "agents", "agents")]
    [InlineData("ReplicaSet", "agents-5d9", "agents")]
    public async Task Owner_is_the_daemonset_or_what_made_the_replicaset(string kind, string controller, string owner)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new KubernetesClient(new KubernetesConnection(cluster.HttpUrl).WithToken(cluster.Token));
        cluster.Objects.Create("pods", Owned("v1", "Pod", "agent-1", kind, controller));
        cluster.Objects.Create("replicasets.apps", Owned("apps/v1", "ReplicaSet", "agents-5d9", "Deployment", "agents"));
        var connection = new ClusterConnection(new KubernetesConnection(cluster.HttpUrl), "default", IsInCluster: true);
        var found = await AgentOwner.FindAsync(client, connection, name => name == "POD_NAME" ? "agent-1" : null, CancellationToken.None);
        Assert.Equal(owner, found!.Name);
        Assert.Null(await AgentOwner.FindAsync(client, connection, _ => null, CancellationToken.None));
        Assert.Null(await AgentOwner.FindAsync(client, connection, _ => "nobody", CancellationToken.None));
    }

    private static string Owned(string version, string kind, string name, string ownerKind, string owner) => $$$"""
        {"apiVersion":"{{{version}}}","kind":"{{{kind}}}","metadata":{"name":"{{{name}}}","namespace":"default",
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"{{{ownerKind}}}","name":"{{{owner}}}","uid":"7f3c2a10-0000-4000-8000-000000000001","controller":true}] },"spec":{ } }
        """;
}
