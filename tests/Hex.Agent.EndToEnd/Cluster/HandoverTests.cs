using System.Globalization;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Cluster;

/// <summary>A rolling update: one agent of a node after another, with nothing on the node that they share but the logs.</summary>
public class HandoverTests
{
    [Fact]
    public async Task Rolling_update_loses_no_line_and_repeats_none()
    {
        using var node = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        var path = node.NewLog([]);
        using var writing = new CancellationTokenSource();
        var writer = WriteAsync(path, writing.Token);
        for (var generation = 0; generation < 4; generation++)
        {
            // An emptyDir: each pod has its own.
            var state = Path.Combine(node.Root, $"state-{generation}");
            var settings = new AgentSettings(node, receiver).At(cluster, node, "node").With("state.path", state).With("state.inLease", "true").With("leaderElection.namespace", "hexcovery");
            await using var agent = AgentProcess.Run(settings, ("NODE_NAME", "node-a"));
            var before = receiver.Logs.Count;
            await receiver.WaitForAsync(received => received.Logs.Count > before + 20, TimeSpan.FromSeconds(60));
            if (generation == 3)
            {
                await writing.CancelAsync();
                var written = await writer;
                await receiver.WaitForAsync(received => received.Logs.Count >= written, TimeSpan.FromSeconds(60));
                Assert.Equal(Enumerable.Range(0, written).Select(Text), receiver.Logs.Select(log => log.Body));
            }

            Assert.Equal(0, await agent.TerminateAsync());
        }

        Assert.NotNull(cluster.Objects.Find("leases.coordination.k8s.io", "hexcovery", "hexcovery-agent-node-a"));
    }

    [Fact]
    public async Task Killed_agent_is_replaced_without_a_line_lost()
    {
        using var node = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        var path = node.NewLog([]);
        using var writing = new CancellationTokenSource();
        var writer = WriteAsync(path, writing.Token);
        for (var generation = 0; generation < 3; generation++)
        {
            var settings = new AgentSettings(node, receiver).At(cluster, node, "node").With("state.path", Path.Combine(node.Root, $"state-{generation}"))
                .With("state.inLease", "true").With("leaderElection.namespace", "hexcovery");
            await using var agent = AgentProcess.Run(settings, ("NODE_NAME", "node-a"));
            var before = receiver.Logs.Count;
            await receiver.WaitForAsync(received => received.Logs.Count > before + 20, TimeSpan.FromSeconds(60));
            if (generation == 2)
            {
                await writing.CancelAsync();
                var last = Text(await writer - 1);
                await receiver.WaitForAsync(received => received.Logs.Any(log => log.Body == last), TimeSpan.FromSeconds(60));
            }

            await agent.KillAsync();
        }

        // What came again is told by its id.
        var logs = receiver.Logs;
        Assert.Equal(Enumerable.Range(0, await writer).Select(Text), logs.DistinctBy(log => log.Uid).Select(log => log.Body).Order(StringComparer.Ordinal));
    }

    private static string Text(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    private static async Task<int> WriteAsync(string path, CancellationToken stop)
    {
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var number = 0;
        while (!stop.IsCancellationRequested)
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Workspace.Line(number % 3600, Text(number))), CancellationToken.None);
            await file.FlushAsync(CancellationToken.None);
            number++;
            await Task.Delay(5, CancellationToken.None);
        }

        return number;
    }
}
