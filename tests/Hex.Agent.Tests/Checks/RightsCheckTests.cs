using Hex.Agent.Checks;
using Hex.Agent.Cluster;
using Hex.Agent.Configuration;
using Hex.Kubernetes;
using Hex.Testing.Cluster;

namespace Hex.Agent.Tests.Checks;

public class RightsCheckTests
{
    [Fact]
    public async Task Every_right_is_tried_and_nothing_is_changed()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        var leases = cluster.Objects.Count("leases.coordination.k8s.io");
        var results = await RunAsync(cluster, cluster.Token, "leaderElection.enabled=true", "state.inLease=true");
        Assert.All(results, result => Assert.NotEqual(CheckOutcome.Failed, result.Outcome));
        Assert.Contains(results, result => result is { Name: "leases.coordination.k8s.io in hexcovery", Detail: "get, list, watch, create, patch, delete" });
        Assert.Contains(results, result => result is { Name: "pods", Detail: "list, watch" });
        Assert.Equal(leases, cluster.Objects.Count("leases.coordination.k8s.io"));
    }

    [Fact]
    public async Task Missing_right_names_verb_kind_and_consequence()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        cluster.Access.SetUser("agent", "limited", new AccessRule(["*"], ["*"], ["get", "list"]));
        var results = await RunAsync(cluster, "limited");
        var hpa = Assert.Single(results, result => result.Name == "horizontalpodautoscalers.autoscaling");
        Assert.Equal(CheckOutcome.Failed, hpa.Outcome);
        Assert.Contains("no right to watch", hpa.Detail, StringComparison.Ordinal);
        Assert.Contains("grant watch on horizontalpodautoscalers.autoscaling", hpa.Advice, StringComparison.Ordinal);
        Assert.Contains("hpa", hpa.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_token_is_one_failure_not_twenty()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        var result = Assert.Single(await RunAsync(cluster, "wrong"));
        Assert.Equal(("API server", CheckOutcome.Failed), (result.Name, result.Outcome));
        Assert.DoesNotContain("wrong", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_away_is_one_failure()
    {
        var cluster = await SimulatedCluster.StartAsync();
        await cluster.DisposeAsync();
        var result = Assert.Single(await RunAsync(cluster, cluster.Token));
        Assert.Equal(("API server", CheckOutcome.Failed), (result.Name, result.Outcome));
    }

    private static async Task<IReadOnlyList<CheckResult>> RunAsync(SimulatedCluster cluster, string token, params string[] settings)
    {
        var configuration = ConfigurationReader.Read(new ConfigurationSources(null, new Dictionary<string, string>(), ["exporters=discard", .. settings])).Configuration!;
        var connection = new ClusterConnection(new KubernetesConnection(cluster.HttpUrl).WithToken(token), "hexcovery", IsInCluster: false);
        using var client = new KubernetesClient(connection.Connection);
        return await RightsCheck.RunAsync(client, cluster.HttpUrl.ToString(), NeededRights.Of(configuration, connection, "node-1"), CancellationToken.None);
    }
}
