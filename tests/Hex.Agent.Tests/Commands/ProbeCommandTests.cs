using System.Text.Json;

namespace Hex.Agent.Tests.Commands;

public sealed class ProbeCommandTests
{
    [Fact]
    public async Task Check_fails_with_what_failed_and_what_would_help()
    {
        var (code, output, _) = await AgentProcess.RunAsync("check", "--set", "profile=none", "logs.enabled=true", "logs.root=/nowhere/pods", "exporters=discard");
        Assert.Equal(1, code);
        Assert.Contains("/nowhere/pods does not exist", output, StringComparison.Ordinal);
        Assert.EndsWith("1 check failed.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_passes_where_all_is_well()
    {
        var (code, output, _) = await AgentProcess.RunAsync("check", "--set", "profile=none", "logs.enabled=true", $"logs.root={AgentProcess.RecordedLogs}", "exporters=discard", "state.path=/tmp");
        Assert.Equal(0, code);
        Assert.EndsWith("All is well.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reachability_says_why_not_and_never_the_key()
    {
        var (code, output, error) = await AgentProcess.RunAsync("reachability", "--set", "server.endpoint=127.0.0.1:1", "server.apiKey=hush-hush");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Contains("refuses connections", json.RootElement.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"ok\": false", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_asks_the_agent_that_runs_here()
    {
        var folder = Directory.CreateTempSubdirectory("hex-health-").FullName;
        using (var agent = AgentProcess.Start(["run", "--set", "profile=none", "exporters=discard", "http.listen=127.0.0.1:0", $"state.path={folder}", "log.format=text"]))
        {
            var line = await agent.WaitForErrorLineAsync("HTTP on ");
            var address = line.Split("HTTP on ")[1].Split(' ')[0];
            // No endpoint is set: the agent may have got it on its own command line.
            var (code, output, _) = await AgentProcess.RunAsync("healthcheck", "--set", $"http.listen={address}");
            Assert.Equal((0, "OK\n"), (code, output));
            agent.Terminate();
            Assert.Equal(0, (await agent.EndAsync()).ExitCode);
            Assert.Equal(1, (await AgentProcess.RunAsync("healthcheck", "--set", "exporters=discard", $"http.listen={address}")).ExitCode);
        }

        Assert.Equal(2, (await AgentProcess.RunAsync("healthcheck", "--set", "exporters=discard", "http.listen=")).ExitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Signals_are_the_catalogue()
    {
        var (code, output, _) = await AgentProcess.RunAsync("signals");
        Assert.Equal(0, code);
        Assert.Contains("`k8s.node.condition.status`", output, StringComparison.Ordinal);
    }
}
