using Hex.Agent.EndToEnd.Agents;
using Hex.Agent.EndToEnd.Trees;
using Hex.Shared;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.RealInput;

/// <summary>Logs that a real container runtime wrote and a real kubelet rotated.</summary>
public class RecordedLogsTests
{
    private static readonly string Recorded = Path.Combine(Repository.Fixtures, "var-log", "pods");

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("auto")]
    public async Task Every_recorded_line_arrives_once_in_order_and_joined(string compression)
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        var settings = new AgentSettings(workspace, receiver).With("logs.root", Recorded).With("server.compression", compression);
        await using var agent = AgentProcess.Once(settings);
        Assert.Equal(0, await agent.WaitForExitAsync());

        var expected = ExpectedLogs.In(Recorded);
        // The recording holds what is hard; else this test says nothing.
        Assert.True(expected.Count.Joined >= 16, "no joined lines in the recording");
        expected.AssertArrived(receiver);
        Assert.Contains(receiver.Logs, log => log.Body!.Contains('\0'));
        Assert.Contains(receiver.Logs, log => log.Body!.Contains('\uFFFD'));
        Assert.Contains(receiver.Logs, log => log.Body == "no newline at the end of this burst ... continued n=127");
    }

    [Fact]
    public async Task A_second_run_sends_nothing_again()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        var settings = new AgentSettings(workspace, receiver).With("logs.root", Recorded);
        for (var run = 0; run < 2; run++)
        {
            await using var agent = AgentProcess.Once(settings);
            Assert.Equal(0, await agent.WaitForExitAsync());
        }

        ExpectedLogs.In(Recorded).AssertArrived(receiver);
    }

    [Fact]
    public async Task Resource_attributes_come_from_the_path()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver).With("logs.root", Recorded));
        Assert.Equal(0, await agent.WaitForExitAsync());

        var log = receiver.Logs.First(log => log.Resource["k8s.pod.name"] is "cart-0");
        Assert.Equal("shop", log.Resource["k8s.namespace.name"]);
        Assert.Equal("c2109215-2891-4937-82e1-f47a89496ec7", log.Resource["k8s.pod.uid"]);
        Assert.Equal("store", log.Resource["k8s.container.name"]);
    }
}
