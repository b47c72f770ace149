using System.Text;
using Hex.Agent.EndToEnd.Agents;
using Hex.Agent.EndToEnd.Trees;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.BadInput;

/// <summary>What stands in a log file is data: it never stops the agent, and what cannot be understood arrives as it is.</summary>
public class MalformedLogTests
{
    private const int MegaByte = 1 << 20;

    [Fact]
    public async Task Lines_that_are_no_log_lines_arrive_as_they_are()
    {
        using var workspace = new Workspace();
        workspace.NewLog(Encoding.UTF8.GetBytes(
            Workspace.Line(1, "before")
            + "no log line at all\n"
            + "2026-11-21T12:00:02Z stdnot F unknown stream\n"
            + "2026-11-21T12:00:02Z stdout X unknown tag\n"
            + "2026-13-41T99:00:02Z stdout F impossible time\n"
            + "2026-11-21T12:00:02Z stdout\n"
            + Workspace.Line(3, "after")));
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        Assert.Equal(0, await agent.WaitForExitAsync());

        Assert.Equal(7, receiver.Counts.LogRecords);
        Assert.Equal(["before", "after"], receiver.Logs.Where(log => !log.Attributes.ContainsKey("log.parse_error")).Select(log => log.Body));
        Assert.Equal("no log line at all", receiver.Logs[1].Body);
    }

    [Fact]
    public async Task Random_bytes_arrive_line_by_line()
    {
        using var workspace = new Workspace();
        var noise = new byte[MegaByte];
        new Random(4711).NextBytes(noise);
        noise[^1] = (byte)'\n';
        workspace.NewLog(noise, "noise");
        workspace.NewLog(Encoding.UTF8.GetBytes(Workspace.Line(1, "sane")), "sane");
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        Assert.Equal(0, await agent.WaitForExitAsync());

        ExpectedLogs.In(workspace.Pods).AssertArrived(receiver);
    }

    [Fact]
    public async Task Zeros_that_a_crash_left_are_skipped()
    {
        using var workspace = new Workspace();
        workspace.NewLog([
            .. Encoding.UTF8.GetBytes(Workspace.Line(1, "before the crash")),
            .. new byte[3 * 4096],
            .. Encoding.UTF8.GetBytes(Workspace.Line(2, "after the crash")),
        ]);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        Assert.Equal(0, await agent.WaitForExitAsync());

        Assert.Equal(["before the crash", "after the crash"], receiver.Logs.Select(log => log.Body));
    }

    [Fact]
    public async Task Time_going_back_changes_no_order()
    {
        using var workspace = new Workspace();
        workspace.NewLog(Encoding.UTF8.GetBytes(string.Concat(
            Workspace.Line(50, "one"), Workspace.Line(10, "two"), Workspace.Line(40, "three"), Workspace.Line(9, "four"))));
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        Assert.Equal(0, await agent.WaitForExitAsync());

        Assert.Equal(["one", "two", "three", "four"], receiver.Logs.Select(log => log.Body));
    }

    [Fact]
    public async Task An_unfinished_last_line_waits_for_its_end()
    {
        using var workspace = new Workspace();
        var whole = Workspace.Line(1, "whole");
        var cut = Workspace.Line(2, "cut in the middle");
        var path = workspace.NewLog(Encoding.UTF8.GetBytes(whole + cut[..^8]));
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var agent = AgentProcess.Once(new AgentSettings(workspace, receiver)))
            Assert.Equal(0, await agent.WaitForExitAsync());
        Assert.Equal(["whole"], receiver.Logs.Select(log => log.Body));

        await File.AppendAllTextAsync(path, cut[^8..]);
        await using (var agent = AgentProcess.Once(new AgentSettings(workspace, receiver)))
            Assert.Equal(0, await agent.WaitForExitAsync());
        Assert.Equal(["whole", "cut in the middle"], receiver.Logs.Select(log => log.Body));
    }

    [Fact]
    public async Task Empty_files_are_nothing_to_complain_about()
    {
        using var workspace = new Workspace();
        workspace.NewLog([], "empty");
        Directory.CreateDirectory(Path.Combine(workspace.Pods, "shop_no-container_6b1f0c2e-0d5c-4d0a-9a1c-0f5a6f2f9f10"));
        workspace.NewLog(Encoding.UTF8.GetBytes(Workspace.Line(1, "sane")), "sane");
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        Assert.Equal(0, await agent.WaitForExitAsync());

        Assert.Equal(["sane"], receiver.Logs.Select(log => log.Body));
        Assert.Equal(0, agent.CountErrors("empty"));
    }
}
