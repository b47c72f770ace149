using System.Net;
using System.Text;
using System.Text.Json;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Health;
using Hex.Agent.Http;
using Hex.Agent.Reachability;
using Hex.Telemetry;

namespace Hex.Agent.Tests.Http;

public class AgentEndpointsTests
{
    private static readonly IPAddress Stranger = IPAddress.Parse("10.0.0.7");

    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("HEAD", "/", 200)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/readyz", 200)]
    [InlineData("GET", "/api/v1/test/healthcheck", 200)]
    [InlineData("POST", "/api/v1/test/reachability", 200)]
    [InlineData("GET", "/api/v1/test/reachability", 405)]
    [InlineData("HEAD", "/api/v1/test/reachability", 405)]
    [InlineData("POST", "/", 405)]
    [InlineData("GET", "/metrics/", 404)]
    [InlineData("GET", "*", 404)]
    public async Task Paths_and_methods_are_answered(string method, string path, int status) =>
        Assert.Equal(status, (await AskAsync(method, path, IPAddress.Loopback)).Status);

    [Theory]
    [InlineData("GET", "/", 403)]
    [InlineData("POST", "/api/v1/test/reachability", 403)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/readyz", 200)]
    [InlineData("GET", "/api/v1/test/healthcheck", 200)]
    public async Task Strangers_see_probes_and_metrics_only(string method, string path, int status)
    {
        Assert.Equal(status, (await AskAsync(method, path, Stranger)).Status);
        Assert.Equal(200, (await AskAsync(method, path, Stranger, PageAudience.All)).Status);
    }

    [Fact]
    public async Task Browser_lured_to_loopback_by_another_name_sees_no_page() =>
        Assert.Equal(403, (await AskAsync("GET", "/", IPAddress.Loopback, host: "rebound.example.com")).Status);

    [Fact]
    public async Task Healthcheck_says_OK_and_nothing_else()
    {
        Assert.Equal("OK", Body(await AskAsync("GET", AgentEndpoints.HealthPath, Stranger)));
        var sick = await AskAsync("GET", AgentEndpoints.HealthPath, Stranger, status: SampleStatus.Of("x", "it broke"));
        Assert.Equal(503, sick.Status);
        Assert.Contains("reading logs", Body(sick), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backend_that_is_away_leaves_the_agent_ready_and_is_told()
    {
        var healthy = SampleStatus.Of("x");
        var away = healthy with { Logs = SampleStatus.Of("x", "wrong key").Logs };
        var response = await AskAsync("GET", "/readyz", Stranger, status: away);
        Assert.Equal(200, response.Status);
        using var json = JsonDocument.Parse(response.Body);
        Assert.True(json.RootElement.GetProperty("ready").GetBoolean());
        Assert.Equal("held", json.RootElement.GetProperty("export").GetProperty("logs").GetProperty("state").GetString());
        Assert.Equal("wrong key", json.RootElement.GetProperty("export").GetProperty("logs").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Agent_that_waits_or_stops_is_not_ready()
    {
        Assert.Equal(503, (await AskAsync("GET", "/readyz", Stranger, status: SampleStatus.Of("x") with { WaitingFor = ["pods of this node"] })).Status);
        var stopping = SampleStatus.Of("x") with { IsStopping = true };
        Assert.Equal(503, (await AskAsync("GET", "/readyz", Stranger, status: stopping)).Status);
        Assert.Equal(200, (await AskAsync("GET", AgentEndpoints.HealthPath, Stranger, status: stopping)).Status);
    }

    private static async Task<HttpResponse> AskAsync(
        string method, string path, IPAddress peer, PageAudience audience = PageAudience.Loopback, string host = "localhost", StatusSnapshot? status = null)
    {
        var configuration = ConfigurationReader.Read(new ConfigurationSources(null, new Dictionary<string, string>(), ["exporters=discard"])).Configuration!;
        using var self = new MeterCollector(["Hex.Agent.Tests.None"]);
        var endpoints = new AgentEndpoints(() => status ?? SampleStatus.Of("x"), self, new ReachabilityProbe(configuration, TimeProvider.System), audience, TimeProvider.System);
        return await endpoints.AnswerAsync(new HttpRequest(method, path, host, peer), CancellationToken.None);
    }

    private static string Body(HttpResponse response) => Encoding.UTF8.GetString(response.Body.Span);
}
