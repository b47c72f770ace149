using System.Globalization;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Node;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.NothingLost;

/// <summary>A backend that is away while the load goes on. HEX_OUTAGE_SECONDS says for how long (default 5).</summary>
public class OutageTests
{
    private const long MemoryBound = 250L << 20;

    private static TimeSpan Outage => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("HEX_OUTAGE_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 5);

    [Fact]
    public async Task What_was_written_during_an_outage_arrives_after_it()
    {
        using var workspace = new Workspace();
        using var node = workspace.NewNode();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver).With("logs.maxInFlightBytes", "4MiB"));
        using var end = new CancellationTokenSource(Outage + TimeSpan.FromSeconds(4));
        var writing = node.RunAsync(3000, end.Token);
        await receiver.WaitForAsync(r => r.Counts.LogRecords > 500);
        await receiver.GoOfflineAsync();
        await Task.Delay(Outage);
        Assert.InRange(agent.PeakBytes, 1, MemoryBound);
        await receiver.GoOnlineAsync();
        await writing;
        await receiver.WaitForAsync(r => r.Counts.UniqueLogs >= node.WrittenCount, TimeSpan.FromSeconds(60));

        AssertExact(node, receiver, agent);
        Assert.InRange(agent.PeakBytes, 1, MemoryBound);
    }

    [Fact]
    public async Task Files_deleted_during_an_outage_are_still_delivered()
    {
        using var workspace = new Workspace();
        using var node = workspace.NewNode();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver));
        var doomed = node.Pod("shop", "doomed");
        var container = doomed.Container("app");
        container.WriteNext();
        await receiver.WaitForAsync(r => r.Counts.LogRecords == 1);
        await receiver.GoOfflineAsync();
        for (var i = 0; i < 2000; i++)
            container.WriteNext();
        // The agent has the file open: it was reading it.
        await Task.Delay(1000);
        doomed.Delete();
        await Task.Delay(1000);
        await receiver.GoOnlineAsync();
        await receiver.WaitForAsync(r => r.Counts.UniqueLogs >= 2001, TimeSpan.FromSeconds(60));
        Assert.Equal(0, DeliveryCheck.Compare(node, receiver).GoneWithTheirFile);
    }

    [Fact]
    public async Task A_slow_backend_holds_the_reader_and_not_memory()
    {
        using var workspace = new Workspace();
        using var node = workspace.NewNode();
        await using var receiver = await OtlpReceiver.StartAsync(options =>
        {
            options.ConnectionWindowBytes = 65_535;
            options.StreamWindowBytes = 65_535;
        });
        receiver.Script.Always(Fault.ReadSlowly(400_000));
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver).With("logs.maxInFlightBytes", "4MiB"));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await node.RunAsync(5000, end.Token);
        Assert.InRange(agent.PeakBytes, 1, MemoryBound);
        receiver.Script.Normal();
        await receiver.WaitForAsync(r => r.Counts.UniqueLogs >= node.WrittenCount, TimeSpan.FromSeconds(60));
        AssertExact(node, receiver, agent);
    }

    private static void AssertExact(SimulatedNode node, OtlpReceiver receiver, AgentProcess agent)
    {
        var report = DeliveryCheck.Compare(node, receiver);
        Assert.True(report.IsExact, $"{report}\n{string.Join('\n', agent.Errors)}");
    }
}
