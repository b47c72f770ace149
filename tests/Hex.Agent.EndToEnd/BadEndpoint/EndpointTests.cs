using System.Text;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.BadEndpoint;

/// <summary>A backend that is wrong: said once, clearly; nothing is dropped meanwhile.</summary>
public class EndpointTests
{
    private static readonly byte[] OneLine = Encoding.UTF8.GetBytes(Workspace.Line(1, "sane"));
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_wrong_key_is_said_once_and_a_right_one_delivers_what_waited()
    {
        using var workspace = new Workspace();
        workspace.NewLog(OneLine);
        var key = Path.Combine(workspace.Root, "api-key");
        await File.WriteAllTextAsync(key, "wrong-secret");
        await using var receiver = await OtlpReceiver.StartAsync(options => options.RequiredHeaders["x-api-key"] = "right-secret");
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver).With("server.apiKeyFile", key));
        await agent.WaitForErrorAsync(["UNAUTHENTICATED"]);
        await Task.Delay(Quiet);
        Assert.Equal(1, agent.CountErrors("UNAUTHENTICATED"));
        Assert.Equal(0, receiver.Counts.LogRecords);

        await File.WriteAllTextAsync(key, "right-secret\n");
        await receiver.WaitForAsync(r => r.Counts.LogRecords == 1, TimeSpan.FromSeconds(90));
        Assert.Equal(0, agent.CountErrors("secret"));
    }

    [Fact]
    public async Task An_unknown_authority_is_said_once()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync(options => options.Tls = ReceiverTls.Server);
        using var other = new TestAuthority("Another CA");
        var ca = Path.Combine(workspace.Root, "ca.pem");
        await File.WriteAllTextAsync(ca, other.Pem);
        var settings = new AgentSettings(workspace, $"localhost:{receiver.Port}").Without("server.insecure").With("server.tls.ca", ca);
        await SaidOnceAsync(workspace, settings, "certificate");
    }

    [Fact]
    public async Task The_right_authority_is_trusted()
    {
        using var workspace = new Workspace();
        workspace.NewLog(OneLine);
        await using var receiver = await OtlpReceiver.StartAsync(options => options.Tls = ReceiverTls.Server);
        var ca = Path.Combine(workspace.Root, "ca.pem");
        await File.WriteAllTextAsync(ca, receiver.CaPem);
        var settings = new AgentSettings(workspace, $"localhost:{receiver.Port}").Without("server.insecure").With("server.tls.ca", ca);
        await using var agent = AgentProcess.Once(settings);
        Assert.Equal(0, await agent.WaitForExitAsync());
        Assert.Equal(1, receiver.Counts.LogRecords);
    }

    [Fact]
    public async Task A_host_that_does_not_resolve_is_said_once()
    {
        using var workspace = new Workspace();
        await SaidOnceAsync(workspace, new AgentSettings(workspace, "no-such-host.invalid:4317"), "no-such-host.invalid");
    }

    [Fact]
    public async Task A_closed_port_is_said_once()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        await receiver.GoOfflineAsync();
        await SaidOnceAsync(workspace, new AgentSettings(workspace, receiver), $"127.0.0.1:{receiver.Port}");
    }

    [Fact]
    public async Task A_server_that_speaks_HTTP_1_is_said_once()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync(options => options.Http1Only = true);
        await SaidOnceAsync(workspace, new AgentSettings(workspace, receiver), "HTTP/2");
    }

    [Fact]
    public async Task A_page_instead_of_an_answer_is_said_once()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Script.Always(Fault.NotGrpc());
        await SaidOnceAsync(workspace, new AgentSettings(workspace, receiver), "text/html");
    }

    private static async Task SaidOnceAsync(Workspace workspace, AgentSettings settings, string word)
    {
        workspace.NewLog(OneLine);
        await using var agent = AgentProcess.Run(settings);
        await agent.WaitForErrorAsync([word]);
        await Task.Delay(Quiet);
        Assert.True(agent.CountErrors(word) == 1, $"said {agent.CountErrors(word)} times:\n{string.Join('\n', agent.Errors)}");
        Assert.False(agent.HasExited);
    }
}
