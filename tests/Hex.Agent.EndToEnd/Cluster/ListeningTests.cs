using System.Globalization;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Cluster;

/// <summary>Every connection is opened by the agent: with its HTTP port switched off it listens on nothing.</summary>
public class ListeningTests
{
    [Fact]
    public async Task Agent_without_http_listens_on_nothing()
    {
        using var workspace = new Workspace();
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        workspace.NewLog("2026-11-21T12:00:00.000000001Z stdout F here\n"u8);
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver).At(cluster, workspace, "node,cluster"));
        await receiver.WaitForAsync(received => received.Logs.Count > 0 && received.Metrics.Any(point => point.Name == "k8s.pod.status.phase"), TimeSpan.FromSeconds(60));
        Assert.Empty(ListeningSockets(agent.Id));
        Assert.Equal(0, await agent.TerminateAsync());
    }

    [Fact]
    public async Task Agent_with_http_listens_there_and_nowhere_else()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver).With("http.listen", "127.0.0.1:0"));
        await agent.WaitForLineAsync("HTTP on 127.0.0.1:");
        Assert.Single(ListeningSockets(agent.Id));
        Assert.Equal(0, await agent.TerminateAsync());
    }

    /// <summary>The process's sockets that wait for connections: TCP in state LISTEN (0A), and UNIX sockets that accept (flag 00010000).</summary>
    private static List<string> ListeningSockets(int process)
    {
        var own = Directory.GetFiles($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/fd").Select(Target)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(own);
        var listening = new List<string>();
        foreach (var table in new[] { "tcp", "tcp6" })
        {
            listening.AddRange(Rows(table).Where(row => row[3] == "0A" && own.Contains(row[9])).Select(row => $"{table} {row[1]}"));
        }

        listening.AddRange(Rows("unix").Where(row => row[3] == "00010000" && own.Contains(row[6])).Select(row => $"unix {row[^1]}"));
        return listening;

        string[][] Rows(string table) => [.. File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/net/{table}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    private static string Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
