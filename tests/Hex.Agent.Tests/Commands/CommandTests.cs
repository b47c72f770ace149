using Hex.Testing.Cluster;

namespace Hex.Agent.Tests.Commands;

/// <summary>What people type, and what they get: real processes.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hex-agent-").FullName;

    [Fact]
    public async Task Version_says_the_version()
    {
        var (code, output, error) = await AgentProcess.RunAsync("version");
        Assert.Equal(0, code);
        Assert.Matches(@"^hex-agent \d+\.\d+\.\d+\S* \(\.NET .+\)\n$", output);
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("run", "--frobnicate")]
    [InlineData("run", "--config")]
    [InlineData]
    public async Task Bad_usage_is_2(params string[] arguments)
    {
        var (code, _, error) = await AgentProcess.RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains("Usage: hex-agent", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_0()
    {
        var (code, output, _) = await AgentProcess.RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Contains("run", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_configuration_is_2_and_lists_everything()
    {
        var file = Path.Combine(_folder, "config.yaml");
        File.WriteAllText(file, "rolse: [node]\nlogs: { startAt: middle }\nserver: { apiKey: hunter2, tokenFile: /t }\n");
        var (code, output, error) = await AgentProcess.RunAsync("run", "--config", file, "--set", "log.levle=debug", "server.endpoint=a:1");
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Equal(
            [
                $"error: {file}:1:1: rolse: unknown key; nearest: roles",
                "error: --set: log.levle: unknown key; nearest: log.level",
                $"error: {file}:2:18: logs.startAt: \"middle\" is not a valid choice; allowed: end | beginning",
                $"error: {file}:3:39: server.tokenFile: is a second credential beside server.apiKey; keep one",
            ],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Config_shows_values_and_origins_but_no_secret()
    {
        using var agent = AgentProcess.Start(
            ["config", "--set", "server.endpoint=backend:4317", "server.headers.authorization=hunter2"], ("HEX_SERVER__API_KEY", "hunter2"), ("HEX_WEB_PORT", "tcp://x"));
        var (code, output, error) = await agent.EndAsync();
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^server\.endpoint: backend:4317 +# --set$", output);
        Assert.Matches(@"(?m)^server\.apiKey: \*\*\* +# HEX_SERVER__API_KEY$", output);
        Assert.Matches(@"(?m)^server\.headers: \{ authorization: \*\*\* \} +# --set$", output);
        Assert.Matches(@"(?m)^shutdown\.timeout: 25s +# default$", output);
        Assert.DoesNotContain("hunter2", output + error, StringComparison.Ordinal);
        Assert.Equal("warning: HEX_WEB_PORT: unknown variable, ignored\n", error);
    }

    [Theory]
    [InlineData("kubernetes.azure.com/cluster", @"cluster\.name: prod-eu +# label kubernetes\.azure\.com/cluster of node node-1")]
    [InlineData("somebody/else", @"cluster\.name: """" +# default; neither label alpha\.eksctl\.io/cluster-name nor kubernetes\.azure\.com/cluster is on node node-1; its UID is sent")]
    public async Task Config_asks_the_api_server_for_a_name_nobody_gives(string label, string line)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        cluster.Objects.Create("nodes", $$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"node-1","labels":{"{{{label}}}":"prod-eu" } } }""");
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigYaml());
        using var agent = AgentProcess.Start(["config", "--set", "server.endpoint=backend:4317", $"kubernetes.kubeconfig={kubeconfig}"], ("NODE_NAME", "node-1"));
        var (code, output, _) = await agent.EndAsync();
        Assert.Equal(0, code);
        Assert.Matches($"(?m)^{line}$", output);
    }

    [Fact]
    public async Task Config_says_why_no_cluster_was_asked()
    {
        var (code, output, _) = await AgentProcess.RunAsync("config", "--set", "profile=host", "server.endpoint=backend:4317");
        Assert.Equal(0, code);
        Assert.Matches("(?m)^cluster\\.name: \"\" +# default; no API server to ask$", output);
    }

    [Fact]
    public async Task Once_delivers_what_there_is_and_the_next_time_only_what_is_new()
    {
        var logs = Path.Combine(_folder, "pods", "shop_web-1_6b1f0c2e-0d5c-4d0a-9a1c-0f5a6f2f9f10", "web");
        Directory.CreateDirectory(logs);
        File.WriteAllText(Path.Combine(logs, "0.log"), "2026-01-02T03:04:05Z stdout F one\n2026-01-02T03:04:06Z stderr F two\n2026-01-02T03:04:07Z stdout F unfinish");
        var (code, output, error) = await OnceAsync();
        Assert.Equal(0, code);
        Assert.Contains("one", output, StringComparison.Ordinal);
        Assert.Contains("two", output, StringComparison.Ordinal);
        Assert.DoesNotContain("unfinish", output, StringComparison.Ordinal);
        Assert.StartsWith("2 records delivered of 2 read", error, StringComparison.Ordinal);
        Assert.Contains("1 files end in an unfinished line", error, StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(logs, "0.log"), "ed\n");
        (code, output, error) = await OnceAsync();
        Assert.Equal(0, code);
        Assert.DoesNotContain("one", output, StringComparison.Ordinal);
        Assert.Contains("unfinished", output, StringComparison.Ordinal);
        Assert.StartsWith("1 records delivered of 1 read", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_without_log_directory_is_2_and_says_which()
    {
        var (code, _, error) = await AgentProcess.RunAsync("run", "--once", "--set", "exporters=discard", "logs.root=/nowhere/pods");
        Assert.Equal(2, code);
        Assert.Equal("error: --set: logs.root: the directory \"/nowhere/pods\" does not exist or cannot be entered\n", error);
    }

    [Fact]
    public async Task Once_gives_up_with_3_and_the_cause_when_the_server_is_away()
    {
        var (code, _, error) = await AgentProcess.RunAsync(
            "run", "--once", "--set", "server.endpoint=http://127.0.0.1:1", "server.insecure=true", "shutdown.timeout=1s", $"logs.root={AgentProcess.RecordedLogs}", $"state.path={_folder}/state");
        Assert.Equal(3, code);
        Assert.Contains("records were read and not acknowledged", error, StringComparison.Ordinal);
        Assert.Contains("gave up after 1s without a success: http://127.0.0.1:1 refuses connections", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_is_3_when_positions_cannot_be_written()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var (code, _, error) = await AgentProcess.RunAsync(
            "run", "--once", "--set", "exporters=discard", $"logs.root={AgentProcess.RecordedLogs}", $"state.path={_folder}/file/state");
        Assert.Equal(3, code);
        Assert.Contains("positions could not be written", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.Contains("\"event\":1101", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ends_with_0_after_sigterm()
    {
        using var agent = AgentProcess.Start(["run", "--set", "http.listen=", "exporters=discard", $"logs.root={AgentProcess.RecordedLogs}", $"state.path={_folder}/state", "logs.startAt=beginning"]);
        await agent.WaitForErrorLineAsync("\"event\":1600");
        agent.Terminate();
        var stopped = await agent.WaitForErrorLineAsync("\"event\":1601");
        Assert.Contains("\"Unsettled\":0", stopped, StringComparison.Ordinal);
        Assert.Equal(0, (await agent.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Second_agent_on_one_state_directory_is_1()
    {
        using var first = AgentProcess.Start(["run", "--set", "http.listen=", "roles=node", "exporters=discard", $"logs.root={_folder}", $"state.path={_folder}/state"]);
        await first.WaitForErrorLineAsync("\"event\":1600");
        var (code, _, error) = await AgentProcess.RunAsync("run", "--set", "http.listen=", "roles=node", "exporters=discard", $"logs.root={_folder}", $"state.path={_folder}/state");
        Assert.Equal(1, code);
        Assert.Equal($"error: Another hex-agent uses the state directory {_folder}/state; give this one a directory of its own with state.path, or end the other.\n", error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int ExitCode, string Output, string Error)> OnceAsync() => AgentProcess.RunAsync(
        "run", "--once", "--set", "profile=none", "logs.enabled=true", "exporters=console", $"logs.root={_folder}/pods", $"state.path={_folder}/state");
}
