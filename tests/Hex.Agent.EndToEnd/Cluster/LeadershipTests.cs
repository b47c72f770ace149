using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Cluster;

/// <summary>Agents that contend for one Lease.</summary>
public class LeadershipTests
{
    private const string Epoch = "x-hex-lease-epoch";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Second_agent_takes_over_when_the_leader_is_killed_and_no_event_is_missing_or_left_twice()
    {
        using var first = new Workspace();
        using var second = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var leader = AgentProcess.Run(Settings(first, receiver, cluster));
        await receiver.WaitForAsync(received => EpochsOf(received).Contains("1"), Patience);
        await using var standby = AgentProcess.Run(Settings(second, receiver, cluster));
        await cluster.Requests.WaitForAsync("get", "leases.coordination.k8s.io", 2);
        cluster.CreateEvent("before-the-kill");
        await receiver.WaitForAsync(received => received.Logs.Any(log => log.Body == "before-the-kill"), Patience);
        Assert.Equal(["1"], EpochsOf(receiver));

        await leader.KillAsync();
        cluster.CreateEvent("while-nobody-leads");
        await receiver.WaitForAsync(received => EpochsOf(received).Contains("2") && received.Logs.Any(log => log.Body == "while-nobody-leads"), Patience);
        cluster.CreateEvent("after-the-kill");
        await receiver.WaitForAsync(received => received.Logs.Any(log => log.Body == "after-the-kill"), Patience);

        // Every event that the server holds has arrived, and what has arrived twice has the same id.
        var events = receiver.Logs.Where(log => log.EventName == "k8s.event").ToList();
        Assert.Equal(cluster.Objects.Count("events"), events.Select(log => log.Attributes["k8s.event.uid"]).Distinct().Count());
        Assert.Equal(events.Select(log => log.Uid).Distinct().Count(), events.DistinctBy(log => (log.Attributes["k8s.event.uid"], log.Attributes["k8s.event.count"])).Count());
        Assert.Equal(0, await standby.TerminateAsync());
    }

    [Fact]
    public async Task Leader_that_is_stopped_gives_the_lease_back_at_once()
    {
        using var workspace = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var leader = AgentProcess.Run(Settings(workspace, receiver, cluster));
        await receiver.WaitForAsync(received => EpochsOf(received).Contains("1"), Patience);
        Assert.Equal(0, await leader.TerminateAsync());
        var lease = cluster.Objects.Find("leases.coordination.k8s.io", "hexcovery", "hexcovery-agent")!;
        Assert.Equal("", (string?)lease["spec"]!["holderIdentity"] ?? "");
        Assert.True(leader.CountErrors() == 0, string.Join('\n', leader.Errors));
    }

    [Fact]
    public async Task Standby_watches_nothing_and_collects_nothing()
    {
        using var first = new Workspace();
        using var second = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var leader = AgentProcess.Run(Settings(first, receiver, cluster));
        await receiver.WaitForAsync(received => EpochsOf(received).Contains("1"), Patience);
        cluster.Access.SetUser("standby", "standby-token", AccessRule.Everything);
        await using var standby = AgentProcess.Run(Settings(second, receiver, cluster, KubeconfigUser.WithToken("standby-token")));
        await standby.WaitForLineAsync("started");

        // Its election reads the lease, and watches the one thing that tells of a release.
        await cluster.Requests.WaitForWatchesAsync("leases.coordination.k8s.io", 2);
        await cluster.Requests.WaitForAsync("get", "leases.coordination.k8s.io", 3);
        var asked = cluster.Requests.Latest.Where(request => request.User == "standby").ToList();
        Assert.Contains(asked, request => request.Verb == "watch");
        Assert.All(asked, request => Assert.Equal("leases.coordination.k8s.io", request.QualifiedResource));
        Assert.Equal(1, cluster.Requests.OpenWatches("pods"));
        Assert.Equal(0, await standby.TerminateAsync());
    }

    private static AgentSettings Settings(Workspace workspace, OtlpReceiver receiver, SimulatedCluster cluster, KubeconfigUser? user = null) => new AgentSettings(workspace, receiver)
        .At(cluster, workspace, "cluster", user)
        .With("leaderElection.enabled", "true")
        .With("leaderElection.namespace", "hexcovery");

    private static string[] EpochsOf(OtlpReceiver receiver) =>
        [.. receiver.Requests.Where(request => request.Headers.ContainsKey(Epoch)).Select(request => request.Headers[Epoch]).Distinct().Order()];
}
