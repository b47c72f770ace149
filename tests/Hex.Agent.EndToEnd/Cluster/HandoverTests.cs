using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Cluster;
using Hex.Testing.Node;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Cluster;

/// <summary>
/// A rolling update under live load with rotation: one agent of a node after another, with nothing on the node that they share but the logs. Where nothing is known of a
/// node, files begin at their end (the default): what the predecessor handed over is all that keeps lines from being skipped.
/// </summary>
public class HandoverTests
{
    private const int LinesPerSecond = 2000;
    private const int Generations = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Rolling_update_under_load_loses_no_line_and_repeats_none()
    {
        using var workspace = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        using var node = workspace.NewNode();
        await PlayAsync(workspace, cluster, receiver, node, async agent => Assert.Equal(0, await agent.TerminateAsync()));
        Assert.Equal(node.WrittenCount, receiver.Counts.UniqueLogs);
        Assert.Equal(0, receiver.Counts.RepeatedLogs);
        Assert.NotNull(cluster.Objects.Find("leases.coordination.k8s.io", "hexcovery", "hexcovery-agent-node-a"));
    }

    [Fact]
    public async Task Killed_agent_is_replaced_under_load_without_a_line_lost()
    {
        using var workspace = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        using var node = workspace.NewNode();
        await PlayAsync(workspace, cluster, receiver, node, agent => agent.KillAsync());
        Assert.Equal(node.WrittenCount, receiver.Counts.UniqueLogs);
    }

    /// <summary>Runs agents one after another, each with an empty state directory, while the node writes; ends when every line has arrived.</summary>
    private static async Task PlayAsync(Workspace workspace, SimulatedCluster cluster, OtlpReceiver receiver, SimulatedNode node, Func<AgentProcess, Task> end)
    {
        using var writing = new CancellationTokenSource();
        Task? load = null;
        for (var generation = 0; generation < Generations; generation++)
        {
            var settings = new AgentSettings(workspace, receiver).At(cluster, workspace, "node")
                .With("state.path", Path.Combine(workspace.Root, $"state-{generation}"))
                .With("state.inLease", "true")
                .With("leaderElection.namespace", "hexcovery")
                .With("logs.startAt", generation == 0 ? "beginning" : "end");
            await using var agent = AgentProcess.Run(settings, ("NODE_NAME", "node-a"));
            load ??= node.RunAsync(LinesPerSecond, writing.Token);
            var before = receiver.Counts.UniqueLogs;
            await WaitAsync(node, receiver, agent, received => received.Counts.UniqueLogs > before + (2 * LinesPerSecond));
            if (generation == 0)
            {
                // An agent that dies in the first moment of a node's life leaves nothing: what it saw of the node is in the Lease a moment later.
                await cluster.Requests.WaitForAsync("create", "leases.coordination.k8s.io", 1).WaitAsync(Patience);
                await receiver.WaitForAsync(received => received.Counts.UniqueLogs > 4 * LinesPerSecond, Patience);
            }

            if (generation == Generations - 1)
            {
                await writing.CancelAsync();
                await load;
                await WaitAsync(node, receiver, agent, received => received.Counts.UniqueLogs >= node.WrittenCount);
            }

            await end(agent);
        }
    }

    private static async Task WaitAsync(SimulatedNode node, OtlpReceiver receiver, AgentProcess agent, Func<OtlpReceiver, bool> condition)
    {
        try
        {
            await receiver.WaitForAsync(condition, Patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{node.WrittenCount} lines written; {late.Message}\n{DeliveryCheck.Compare(node, receiver)}\n{string.Join('\n', agent.Errors)}", late);
        }
    }
}
