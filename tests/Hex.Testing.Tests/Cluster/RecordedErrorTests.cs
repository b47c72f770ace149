using System.Net;
using System.Text;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>Failures are the recorded ones: status, headers and body.</summary>
public sealed class RecordedErrorTests
{
    private const string Pods = "/api/v1/pods";
    private const string NodeMetrics = "/apis/metrics.k8s.io/v1beta1/nodes";

    [Theory]
    [InlineData("400-bad-continue", Pods + "?limit=1&continue=gQ")]
    [InlineData("400-bad-fieldselector", Pods + "?fieldSelector=spec.nope%3Dx")]
    [InlineData("404-missing-group", "/apis/nope.example.com/v1/things")]
    [InlineData("404-missing-object", "/api/v1/namespaces/shop/pods/does-not-exist")]
    [InlineData("404-missing-resource", "/api/v1/nopes")]
    [InlineData("500-bad-resourceversion", Pods + "?watch=1&resourceVersion=abc")]
    [InlineData("504-future-resourceversion-list", Pods + "?resourceVersion=999999999")]
    public async Task Error_is_the_recorded_one(string recording, string path)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        cluster.Objects.Replay("pods", """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"1537"}}}"""u8);
        using var client = new ClusterClient(cluster);
        Assert(recording, await client.GetAsync(path));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/nodes", "405-method")]
    [InlineData("POST", "/api/v1/nodes/tb-node-1", "405-method")]
    public async Task Method_that_is_not_served_is_405(string method, string path, string recording)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert(recording, await client.SendAsync(new HttpMethod(method), path, "{}"));
    }

    [Theory]
    [InlineData("application/cbor")]
    [InlineData("application/vnd.kubernetes.protobuf")]
    public async Task Unknown_representation_is_406(string accept)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert("406-not-acceptable", await client.GetAsync(Pods, accept));
    }

    [Fact]
    public async Task Unknown_token_is_401()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster, token: "wrong");
        Assert("401-bad-token", await client.GetAsync(Pods));
    }

    [Fact]
    public async Task No_token_is_the_anonymous_user()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster, anonymous: true);
        Assert("403-anonymous", await client.GetAsync("/api/v1/nodes"));
        Xunit.Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/version")).Response.StatusCode);
        Xunit.Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/apis")).Response.StatusCode);
    }

    [Theory]
    [InlineData("403-list-pods-no-rbac", Pods)]
    [InlineData("403-metrics-no-rbac", "/apis/metrics.k8s.io/v1beta1/pods")]
    [InlineData("403-namespaced-secrets-no-rbac", "/api/v1/namespaces/shop/secrets")]
    [InlineData("403-watch-events-no-rbac", "/apis/events.k8s.io/v1/events?watch=1")]
    public async Task User_without_rights_gets_403(string recording, string path)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        cluster.Access.SetUser("system:serviceaccount:hexcovery:no-rights", "no-rights-token");
        using var client = new ClusterClient(cluster, token: "no-rights-token");
        Assert(recording, await client.GetAsync(path));
    }

    [Theory]
    [InlineData("404-metrics-api-absent.nodes", MetricsApiState.Absent, NodeMetrics)]
    [InlineData("404-metrics-api-absent.group", MetricsApiState.Absent, "/apis/metrics.k8s.io/v1beta1")]
    [InlineData("503-metrics-server-down", MetricsApiState.Unreachable, NodeMetrics)]
    [InlineData("503-metrics-server-down-later", MetricsApiState.Unavailable, NodeMetrics)]
    [InlineData("metrics-server-just-started-nodes", MetricsApiState.Empty, NodeMetrics)]
    public async Task Metrics_api_fails_as_recorded(string recording, MetricsApiState state, string path)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        cluster.Metrics.State = state;
        using var client = new ClusterClient(cluster);
        Assert(recording, await client.GetAsync(path));
    }

    [Theory]
    [InlineData("nodes")]
    [InlineData("pods")]
    public async Task Metrics_are_the_recorded_bytes(string plural)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var (_, body) = await client.GetAsync("/apis/metrics.k8s.io/v1beta1/" + plural);
        Xunit.Assert.Equal(Hex.Testing.Cluster.Resources.RecordedFiles.Read($"metrics.k8s.io-v1beta1.{plural}.json"), body);
    }

    [Fact]
    public async Task Old_continue_token_is_410_with_the_recorded_follow_up()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var token = ContinueOf(await client.TextAsync(Pods + "?limit=3"));
        cluster.Compact();
        // The watch cache outlives etcd's compaction.
        Xunit.Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Pods + "?limit=3&continue=" + token)).Response.StatusCode);
        cluster.ExpireContinueTokens("pods");
        var (response, body) = await client.GetAsync(Pods + "?limit=3&continue=" + token);
        Xunit.Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        Xunit.Assert.Equal(Recording.Text("gone/pods.continue-token-10min-old.json"), Encoding.UTF8.GetString(body));

        var rest = await client.TextAsync(Pods + "?limit=100&continue=" + ContinueOf(Encoding.UTF8.GetString(body)));
        Xunit.Assert.StartsWith("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1531\"},\"items\":[{\"metadata\":{\"name\":\"import-fails-dsdx9\"", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continue_token_of_events_dies_with_a_compaction()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var token = ContinueOf(await client.TextAsync("/api/v1/events?limit=3"));
        cluster.Objects.Delete("events", "shop", cluster.Objects.Names("events").First(n => n.Namespace == "shop").Name);
        cluster.Compact();
        var (response, body) = await client.GetAsync("/api/v1/events?limit=3&continue=" + token);
        Xunit.Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        var recorded = Recording.Text("gone/events.continue-after-compaction.json");
        Xunit.Assert.Equal(recorded[..recorded.IndexOf("continue\":\"", StringComparison.Ordinal)], Encoding.UTF8.GetString(body)[..recorded.IndexOf("continue\":\"", StringComparison.Ordinal)]);
        Xunit.Assert.Equal(recorded[recorded.IndexOf("\"},\"status\"", StringComparison.Ordinal)..], Encoding.UTF8.GetString(body)[Encoding.UTF8.GetString(body).IndexOf("\"},\"status\"", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Exact_list_of_an_old_revision_is_410()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var (response, body) = await client.GetAsync(Pods + "?resourceVersion=1&resourceVersionMatch=Exact");
        Xunit.Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        Xunit.Assert.Equal(Recording.Text("gone/list-exact-old-rv.json"), Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("/version", "version.json", "application/json")]
    [InlineData("/api", "api.json", "application/json")]
    [InlineData("/api/v1", "api-v1.json", "application/json")]
    [InlineData("/apis", "apis.json", "application/json")]
    [InlineData("/apis/apps/v1", "apps-v1.json", "application/json")]
    [InlineData("/apis/metrics.k8s.io/v1beta1", "metrics.k8s.io-v1beta1.json", "application/json")]
    [InlineData("/livez", "livez.txt", "text/plain; charset=utf-8")]
    public async Task Discovery_is_the_recorded_bytes(string path, string recording, string contentType)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var (response, body) = await client.GetAsync(path);
        Xunit.Assert.Equal(Hex.Testing.Cluster.Resources.RecordedFiles.Read("discovery/" + recording), body);
        Xunit.Assert.Equal(contentType, response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Aggregated_discovery_is_the_recorded_bytes()
    {
        const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var (response, body) = await client.GetAsync("/apis", Aggregated);
        Xunit.Assert.Equal(Hex.Testing.Cluster.Resources.RecordedFiles.Read("discovery/apis-aggregated-v2.json"), body);
        Xunit.Assert.Equal([Aggregated], response.Content.Headers.NonValidated["Content-Type"]);
    }

    private static string ContinueOf(string body)
    {
        using var json = System.Text.Json.JsonDocument.Parse(body);
        return json.RootElement.GetProperty("metadata").GetProperty("continue").GetString()!;
    }

    private static void Assert(string recording, (HttpResponseMessage Response, byte[] Body) answer)
    {
        var headers = Recording.Lines($"errors/{recording}.headers.txt").Select(line => line.Trim('\r')).Where(line => line.Length > 0).ToList();
        Xunit.Assert.Equal(Recording.Text($"errors/{recording}.body"), Encoding.UTF8.GetString(answer.Body));
        Xunit.Assert.Equal(int.Parse(headers[0].Split(' ')[1]), (int)answer.Response.StatusCode);
        foreach (var name in (string[])["cache-control", "content-type", "content-length", "retry-after", "x-content-type-options"])
        {
            var recorded = headers.Find(line => line.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..];
            var sent = answer.Response.Headers.NonValidated.TryGetValues(name, out var own) || answer.Response.Content.Headers.NonValidated.TryGetValues(name, out own)
                ? own.ToString()
                : null;
            Xunit.Assert.True(recorded == sent, $"{name}: recorded '{recorded}', sent '{sent}'");
        }
    }
}
