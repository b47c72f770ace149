using Hex.Agent.EndToEnd.Agents;
using Hex.Shared;
using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Cluster;

/// <summary><c>run --once</c> over the recorded cluster, whose answers are a real API server's.</summary>
public class OnceTests
{
    private static readonly string RecordedLogs = Path.Combine(Repository.Fixtures, "var-log", "pods");

    [Fact]
    public async Task Cluster_is_collected_whole_and_delivered()
    {
        using var workspace = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver).At(cluster, workspace, "cluster"));
        var code = await agent.WaitForExitAsync();
        Assert.True(code == 0, string.Join('\n', agent.Errors));

        var names = receiver.Metrics.Select(point => point.Name).ToHashSet();
        foreach (var name in new[]
        {
            "k8s.node.cpu.allocatable", "k8s.namespace.phase", "k8s.pod.status.phase", "k8s.container.ready", "k8s.deployment.pod.desired", "k8s.job.pod.active",
            "k8s.hpa.pod.current", "k8s.persistentvolumeclaim.status.phase",
        })
        {
            Assert.True(names.Contains(name), $"{name} is missing; there are {string.Join(", ", names.Order())}; {string.Join("\n", agent.Errors)}");
        }

        Assert.All(receiver.Metrics.Where(point => point.Name.StartsWith("k8s.", StringComparison.Ordinal)), point =>
        {
            Assert.Equal("tests", point.Resource["k8s.cluster.name"]);
            Assert.Matches("^[0-9a-f-]{36}$", point.Resource["k8s.cluster.uid"] as string);
        });
        Assert.Equal(cluster.Objects.Count("pods"), receiver.Metrics.Where(point => point.Name == "k8s.pod.status.phase").DistinctBy(point => point.Resource["k8s.pod.uid"]).Count());
        var events = receiver.Logs.Where(log => log.EventName == "k8s.event").ToList();
        Assert.Equal(cluster.Objects.Count("events"), events.Select(log => log.Attributes["k8s.event.uid"]).Distinct().Count());
        Assert.Equal(events.Count, events.Select(log => log.Uid).Distinct().Count());
        Assert.Equal(0, cluster.Requests.Count("create") + cluster.Requests.Count("patch"));
    }

    [Fact]
    public async Task Pod_whose_owner_is_gone_is_collected_too()
    {
        using var workspace = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        foreach (var (space, name) in cluster.Objects.Names("replicasets.apps"))
            cluster.Objects.Delete("replicasets.apps", space, name);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver).At(cluster, workspace, "cluster"));
        Assert.True(await agent.WaitForExitAsync() == 0, string.Join('\n', agent.Errors));
        var pods = receiver.Metrics.Where(point => point.Name == "k8s.pod.status.phase").DistinctBy(point => point.Resource["k8s.pod.uid"]).ToList();
        Assert.Equal(cluster.Objects.Count("pods"), pods.Count);
        // The name of the Deployment is in that of the ReplicaSet.
        Assert.Contains(pods, pod => pod.Resource.ContainsKey("k8s.deployment.name"));
    }

    [Fact]
    public async Task Logs_carry_what_the_api_server_knows_of_their_pods()
    {
        using var workspace = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        var settings = new AgentSettings(workspace, receiver).At(cluster, workspace, "node").With("logs.root", RecordedLogs);
        await using var agent = AgentProcess.Once(settings, ("NODE_NAME", NodeOf(cluster)));
        var code = await agent.WaitForExitAsync();
        Assert.True(code == 0, string.Join('\n', agent.Errors));

        var log = receiver.Logs.First(log => log.Resource["k8s.pod.name"] is "cart-0");
        Assert.Equal("cart", log.Resource["k8s.statefulset.name"]);
        Assert.Equal("tests", log.Resource["k8s.cluster.name"]);
        Assert.Contains("service.name", log.Resource.Keys);
        Assert.Contains("k8s.node.name", log.Resource.Keys);
    }

    [Fact]
    public async Task Logs_are_read_without_an_api_server_too()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        var cluster = await SimulatedCluster.StartAsync();
        var settings = new AgentSettings(workspace, receiver).At(cluster, workspace, "node");
        await cluster.DisposeAsync();
        workspace.NewLog("2026-11-21T12:00:00.000000001Z stdout F alone\n"u8);
        await using var agent = AgentProcess.Run(settings);
        await receiver.WaitForAsync(received => received.Logs.Count == 1, TimeSpan.FromSeconds(30));
        Assert.Equal("web", receiver.Logs[0].Resource["k8s.pod.name"]);
        Assert.Equal(0, await agent.TerminateAsync());
    }

    private static string NodeOf(SimulatedCluster cluster) => cluster.Objects.Names("nodes")[0].Name;
}
