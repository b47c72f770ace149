using System.Text.Json;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Reachability;

/// <summary>What <c>hex-agent reachability</c> and a running agent's <c>POST /api/v1/test/reachability</c> say: each case by both, of real processes.</summary>
public sealed class ReachabilityTests : IDisposable
{
    private const string Key = "key-that-must-not-be-seen";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Good_endpoint_is_ok()
    {
        await using var receiver = await StartAsync();
        var (ok, cause) = await AskAsync(Settings(receiver));
        Assert.True(ok);
        Assert.Null(cause);
    }

    [Fact]
    public async Task Wrong_key_is_told_with_where_it_is_from()
    {
        await using var receiver = await StartAsync();
        receiver.RequireHeader("x-api-key", "another");
        var (ok, cause) = await AskAsync(Settings(receiver));
        Assert.False(ok);
        Assert.StartsWith("UNAUTHENTICATED: ", cause, StringComparison.Ordinal);
        Assert.EndsWith($"(the credential sent is of server.apiKeyFile: {KeyFile})", cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_authority_is_told_with_its_name()
    {
        await using var receiver = await StartAsync();
        using var other = new TestAuthority("Another authority");
        var (ok, cause) = await AskAsync(Settings(receiver).With("server.tls.ca", Write("other.pem", other.Pem)));
        Assert.False(ok);
        Assert.Contains("the server's certificate was issued by 'CN=Hex test CA', which neither this system nor tls.ca trusts", cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_port_is_told()
    {
        using var closed = DeadEnd.Closed();
        var (ok, cause) = await AskAsync(Settings($"127.0.0.1:{closed.Port}"));
        Assert.False(ok);
        Assert.Equal($"https://127.0.0.1:{closed.Port} refuses connections: is the server running, is this its port?", cause);
    }

    [Fact]
    public async Task Black_hole_is_told_within_the_time_limit()
    {
        using var hole = await DeadEnd.BlackHoleAsync();
        var (ok, cause) = await AskAsync(Settings($"127.0.0.1:{hole.Port}"), Timeout);
        Assert.False(ok);
        Assert.Equal($"no connection to https://127.0.0.1:{hole.Port} within 2 s: is a firewall or network policy in between?", cause);
    }

    [Theory]
    [InlineData("407 Proxy Authentication Required", "does it want user:password@")]
    [InlineData("403 Forbidden", "must it allow CONNECT to this port?")]
    [InlineData("502 Bad Gateway", "did not open a tunnel to")]
    public async Task Proxy_that_refuses_is_told(string status, string told)
    {
        await using var receiver = await StartAsync();
        using var proxy = DeadEnd.Proxy(status);
        var (ok, cause) = await AskAsync(Settings(receiver).With("server.proxy", $"http://127.0.0.1:{proxy.Port}"));
        Assert.False(ok);
        Assert.StartsWith($"the proxy http://127.0.0.1:{proxy.Port}", cause, StringComparison.Ordinal);
        Assert.Contains(told, cause, StringComparison.Ordinal);
    }

    private string KeyFile => Path.Combine(_workspace.Root, "api-key");

    private static Task<OtlpReceiver> StartAsync() => OtlpReceiver.StartAsync(receiver =>
    {
        receiver.Tls = ReceiverTls.Server;
        receiver.RequiredHeaders["x-api-key"] = Key;
    });

    private AgentSettings Settings(OtlpReceiver receiver) => Settings($"localhost:{receiver.Port}").With("server.tls.ca", Write("ca.pem", receiver.CaPem));

    private AgentSettings Settings(string endpoint) => new AgentSettings(_workspace, endpoint)
        .Without("server.insecure").With("server.apiKeyFile", Write("api-key", Key)).With("server.timeout", "2s").With("http.listen", "127.0.0.1:0");

    private string Write(string name, string text)
    {
        var path = Path.Combine(_workspace.Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>By the command, whose exit code must say the same, and by a running agent; both must say the same.</summary>
    private static async Task<(bool Ok, string? Cause)> AskAsync(AgentSettings settings, TimeSpan? atLeast = null)
    {
        await using var command = AgentProcess.Command("reachability", settings);
        var code = await command.WaitForExitAsync();
        var told = Parse(command.Output, atLeast);
        Assert.Equal(told.Ok ? 0 : 1, code);

        await using var agent = AgentProcess.Run(settings);
        var address = await agent.WaitForHttpAsync();
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(address, "/api/v1/test/reachability"), content: null);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(told, Parse(await answer.Content.ReadAsStringAsync(), atLeast));
        return told;
    }

    private static (bool Ok, string? Cause) Parse(string text, TimeSpan? atLeast)
    {
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        var ok = json.RootElement.GetProperty("ok").GetBoolean();
        Assert.Contains(ok ? "\"ok\": true" : "\"ok\": false", text, StringComparison.Ordinal);

        // Within its limit: the time to connect and to be answered, and what a busy machine adds.
        var took = TimeSpan.FromMilliseconds(json.RootElement.GetProperty("milliseconds").GetInt64());
        Assert.InRange(took, (atLeast ?? TimeSpan.Zero) * 0.99, Timeout + TimeSpan.FromSeconds(5));
        return (ok, json.RootElement.TryGetProperty("cause", out var cause) ? cause.GetString() : null);
    }
}
