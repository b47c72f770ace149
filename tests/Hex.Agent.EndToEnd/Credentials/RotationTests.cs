using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Credentials;

/// <summary>A key that is replaced while the agent runs, as a Secret's volume replaces it.</summary>
public class RotationTests
{
    private const string Header = "x-api-key";

    [Fact]
    public async Task Rotated_key_is_used_without_a_restart_and_appears_in_no_output()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        var secrets = Directory.CreateDirectory(Path.Combine(workspace.Root, "secrets")).FullName;
        Mount(secrets, "first-secret-key");
        receiver.RequireHeader(Header, "first-secret-key");
        var log = workspace.NewLog("2026-11-21T12:00:00.000000001Z stdout F one\n"u8);
        var settings = new AgentSettings(workspace, receiver).With("server.apiKeyFile", Path.Combine(secrets, "api-key")).With("http.listen", "127.0.0.1:0");
        await using var agent = AgentProcess.Run(settings);
        await receiver.WaitForAsync(received => received.Logs.Count == 1, TimeSpan.FromSeconds(60));

        Mount(secrets, "second-secret-key");
        receiver.RequireHeader(Header, "second-secret-key");
        await File.AppendAllTextAsync(log, "2026-11-21T12:00:01.000000001Z stdout F two\n");
        await receiver.WaitForAsync(received => received.Logs.Count == 2, TimeSpan.FromSeconds(60));
        Assert.Equal(["one", "two"], receiver.Logs.Select(record => record.Body));

        await agent.WaitForLineAsync("HTTP on ");
        var address = agent.Errors.First(line => line.Contains("HTTP on ", StringComparison.Ordinal)).Split("HTTP on ")[1].Split('"')[0];
        using var http = new HttpClient();
        var pages = await Task.WhenAll(new[] { "/", "/metrics", "/readyz" }.Select(path => http.GetStringAsync($"http://{address}{path}")));
        using var reached = await http.PostAsync($"http://{address}/api/v1/test/reachability", content: null);
        var reachability = await reached.Content.ReadAsStringAsync();
        Assert.Contains("\"ok\": true", reachability, StringComparison.Ordinal);
        Assert.Equal(0, await agent.TerminateAsync());
        foreach (var output in pages.Append(reachability).Append(agent.Output).Concat(agent.Errors))
        {
            Assert.DoesNotContain("secret-key", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reachability_of_a_running_agent_says_what_is_wrong()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.RequireHeader(Header, "right");
        var settings = new AgentSettings(workspace, receiver).With("server.apiKey", "wrong-secret-key").With("http.listen", "127.0.0.1:0");
        await using var agent = AgentProcess.Run(settings);
        await agent.WaitForLineAsync("HTTP on ");
        var address = agent.Errors.First(line => line.Contains("HTTP on ", StringComparison.Ordinal)).Split("HTTP on ")[1].Split('"')[0];
        using var http = new HttpClient();
        using var reached = await http.PostAsync($"http://{address}/api/v1/test/reachability", content: null);
        var body = await reached.Content.ReadAsStringAsync();
        Assert.Contains("\"ok\": false", body, StringComparison.Ordinal);
        Assert.Contains("UNAUTHENTICATED", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong-secret-key", body, StringComparison.Ordinal);
        Assert.Equal(0, await agent.TerminateAsync());
    }

    /// <summary>As the kubelet does: a new directory, and a link that is moved to it in one step.</summary>
    private static void Mount(string directory, string key)
    {
        var data = Directory.CreateDirectory(Path.Combine(directory, $"..{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(data, "api-key"), key + "\n");
        var link = Path.Combine(directory, "..data_tmp");
        File.CreateSymbolicLink(link, Path.GetFileName(data));
        using (var move = System.Diagnostics.Process.Start("/bin/mv", ["-T", link, Path.Combine(directory, "..data")]))
            move.WaitForExit();
        var visible = Path.Combine(directory, "api-key");
        if (!File.Exists(visible))
            File.CreateSymbolicLink(visible, "..data/api-key");
    }
}
