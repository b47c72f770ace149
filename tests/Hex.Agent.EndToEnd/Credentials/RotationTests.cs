using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Node;
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

        var address = (await agent.WaitForHttpAsync()).Authority;
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
    public async Task Key_rotated_under_load_loses_nothing_and_the_old_one_is_unused_a_second_later()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync(options => options.KeepRequests = 100_000);
        using var node = new SimulatedNode(new SimulatedNodeOptions { Root = workspace.Pods, MaxFileBytes = 256 << 10, MaxFiles = 1000 });
        for (var i = 0; i < 4; i++)
            node.Pod("shop", $"web-{i}").Container("app");
        var secrets = Directory.CreateDirectory(Path.Combine(workspace.Root, "secrets")).FullName;
        Mount(secrets, "secret-key-0");
        receiver.RequireHeader(Header, "secret-key-0");
        var settings = new AgentSettings(workspace, receiver)
            .With("server.apiKeyFile", Path.Combine(secrets, "api-key")).With("http.listen", "127.0.0.1:0").With("http.pages", "all").With("log.level", "debug");
        await using var agent = AgentProcess.Run(settings);
        var address = (await agent.WaitForHttpAsync()).Authority;
        using var end = new CancellationTokenSource();
        var writing = node.RunAsync(2000, end.Token);
        await receiver.WaitForAsync(received => received.Counts.LogRecords > 1000, TimeSpan.FromSeconds(60));
        var output = new List<string>();
        for (var rotation = 1; rotation <= 3; rotation++)
        {
            // As in life: both keys are good for a while.
            receiver.RequireHeader(Header, null);
            Mount(secrets, $"secret-key-{rotation}");
            var changed = TimeProvider.System.GetUtcNow();
            await Task.Delay(TimeSpan.FromSeconds(1));
            receiver.RequireHeader(Header, $"secret-key-{rotation}");
            await Task.Delay(TimeSpan.FromSeconds(0.5));
            var later = receiver.Requests.Where(request => request.At > changed + TimeSpan.FromSeconds(1)).ToList();
            Assert.NotEmpty(later);
            Assert.All(later, request => Assert.Equal($"secret-key-{rotation}", request.Headers[Header]));
            output.AddRange(await PagesAsync(address));
        }

        await end.CancelAsync();
        await writing;
        await receiver.WaitForAsync(received => received.Counts.UniqueLogs >= node.WrittenCount, TimeSpan.FromSeconds(60));
        var report = DeliveryCheck.Compare(node, receiver);
        Assert.True(report.IsExact && report.Repeated == 0, report.ToString());
        Assert.DoesNotContain(receiver.Requests, request => request.Status == GrpcStatusCode.Unauthenticated);
        Assert.False(agent.HasExited);
        foreach (var command in new[] { "config", "check", "reachability" })
        {
            await using var other = AgentProcess.Command(command, settings);
            await other.WaitForExitAsync();
            output.AddRange([other.Output, .. other.Errors]);
        }

        Assert.Equal(0, await agent.TerminateAsync());
        output.AddRange([agent.Output, .. agent.Errors]);
        Assert.True(output.Sum(text => text.Length) > 10_000, "there is nothing to look through");
        Assert.All(output, text => Assert.DoesNotContain("secret-key", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reachability_of_a_running_agent_says_what_is_wrong()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.RequireHeader(Header, "right");
        var settings = new AgentSettings(workspace, receiver).With("server.apiKey", "wrong-secret-key").With("http.listen", "127.0.0.1:0");
        await using var agent = AgentProcess.Run(settings);
        var address = (await agent.WaitForHttpAsync()).Authority;
        using var http = new HttpClient();
        using var reached = await http.PostAsync($"http://{address}/api/v1/test/reachability", content: null);
        var body = await reached.Content.ReadAsStringAsync();
        Assert.Contains("\"ok\": false", body, StringComparison.Ordinal);
        Assert.Contains("UNAUTHENTICATED", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong-secret-key", body, StringComparison.Ordinal);
        Assert.Equal(0, await agent.TerminateAsync());
    }

    private static async Task<List<string>> PagesAsync(string address)
    {
        using var http = new HttpClient();
        List<string> pages = [.. await Task.WhenAll(new[] { "/", "/metrics", "/readyz", "/api/v1/test/healthcheck" }.Select(path => http.GetStringAsync($"http://{address}{path}")))];
        using var reached = await http.PostAsync($"http://{address}/api/v1/test/reachability", content: null);
        pages.Add(await reached.Content.ReadAsStringAsync());
        Assert.Contains("\"ok\": true", pages[^1], StringComparison.Ordinal);
        return pages;
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
