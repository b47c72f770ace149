using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>Leases with optimistic concurrency.</summary>
public sealed class LeaseTests
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";
    private const string MergePatch = "application/merge-patch+json";

    [Fact]
    public async Task Lease_is_created_renewed_and_deleted()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var (created, body) = await client.SendAsync(HttpMethod.Post, Leases, Lease("hex", holder: "a"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var lease = Parse(body);
        Assert.Equal(["kind", "apiVersion", "metadata", "spec"], lease.Select(member => member.Key));
        Assert.NotEmpty(lease["metadata"]!["uid"]!.GetValue<string>());

        lease["spec"]!["renewTime"] = "2026-11-21T12:00:01.000000+01:00";
        var (renewed, renewedBody) = await client.SendAsync(HttpMethod.Put, Leases + "/hex", lease.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        Assert.Equal("2026-11-21T11:00:01.000000Z", Parse(renewedBody)["spec"]!["renewTime"]!.GetValue<string>());
        Assert.NotEqual(Revision(lease), Revision(Parse(renewedBody)));
        Assert.Equal(lease["metadata"]!["uid"]!.GetValue<string>(), Parse(renewedBody)["metadata"]!["uid"]!.GetValue<string>());

        var (deleted, status) = await client.SendAsync(HttpMethod.Delete, Leases + "/hex");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal("Success", Parse(status)["status"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Leases + "/hex")).Response.StatusCode);
    }

    [Fact]
    public async Task Update_of_an_older_version_conflicts()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var first = Parse((await client.SendAsync(HttpMethod.Post, Leases, Lease("hex", holder: "a"))).Body);
        var mine = (JsonObject)first.DeepClone();
        mine["spec"]!["holderIdentity"] = "b";
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(HttpMethod.Put, Leases + "/hex", mine.ToJsonString())).Response.StatusCode);
        first["spec"]!["holderIdentity"] = "c";
        var (response, body) = await client.SendAsync(HttpMethod.Put, Leases + "/hex", first.ToJsonString());
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Operation cannot be fulfilled on leases.coordination.k8s.io \"hex\": the object has been modified; please apply your changes to the latest version and try again","reason":"Conflict","details":{"name":"hex","group":"coordination.k8s.io","kind":"leases"},"code":409}""" + "\n",
            Encoding.UTF8.GetString(body));
        Assert.Equal("b", cluster.Objects.Find("leases", "kube-system", "hex")!["spec"]!["holderIdentity"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_many_contenders_exactly_one_wins_each_round()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        await client.SendAsync(HttpMethod.Post, Leases, Lease("hex", holder: "nobody"));
        for (var round = 0; round < 5; round++)
        {
            var current = (await client.GetAsync(Leases + "/hex")).Body;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(contender =>
            {
                var mine = Parse(current);
                mine["spec"]!["holderIdentity"] = $"{round}-{contender}";
                return client.SendAsync(HttpMethod.Put, Leases + "/hex", mine.ToJsonString());
            }));
            Assert.Single(answers, answer => answer.Response.StatusCode == HttpStatusCode.OK);
            Assert.Equal(7, answers.Count(answer => answer.Response.StatusCode == HttpStatusCode.Conflict));
        }
    }

    [Theory]
    [InlineData("name taken", "POST", "", """{"metadata":{"name":"kube-scheduler"}}""", 409, "AlreadyExists")]
    [InlineData("no such namespace", "POST", "/../../nowhere/leases", """{"metadata":{"name":"x"}}""", 404, "NotFound")]
    [InlineData("no name", "POST", "", """{"metadata":{}}""", 422, "Invalid")]
    [InlineData("bad name", "POST", "", """{"metadata":{"name":"A_b"}}""", 422, "Invalid")]
    [InlineData("other namespace", "POST", "", """{"metadata":{"name":"x","namespace":"default"}}""", 400, "BadRequest")]
    [InlineData("other kind", "POST", "", """{"kind":"Pod","metadata":{"name":"x"}}""", 400, "BadRequest")]
    [InlineData("no JSON", "POST", "", "nonsense", 400, "BadRequest")]
    [InlineData("seconds only", "POST", "", """{"metadata":{"name":"x"},"spec":{"renewTime":"2026-11-21T11:00:01Z"}}""", 400, "BadRequest")]
    [InlineData("milliseconds", "POST", "", """{"metadata":{"name":"x"},"spec":{"renewTime":"2026-11-21T11:00:01.000Z"}}""", 400, "BadRequest")]
    [InlineData("no duration", "POST", "", """{"metadata":{"name":"x"},"spec":{"leaseDurationSeconds":0}}""", 422, "Invalid")]
    [InlineData("negative transitions", "POST", "", """{"metadata":{"name":"x"},"spec":{"leaseTransitions":-1}}""", 422, "Invalid")]
    [InlineData("annotation is no text", "POST", "", """{"metadata":{"name":"x","annotations":{"a":1}}}""", 400, "BadRequest")]
    [InlineData("update without a version", "PUT", "/kube-scheduler", """{"metadata":{"name":"kube-scheduler"}}""", 422, "Invalid")]
    [InlineData("other uid", "PUT", "/kube-scheduler", """{"metadata":{"name":"kube-scheduler","uid":"x","resourceVersion":"1529"}}""", 409, "Conflict")]
    [InlineData("other name", "PUT", "/kube-scheduler", """{"metadata":{"name":"x","resourceVersion":"1529"}}""", 400, "BadRequest")]
    [InlineData("lost object", "PUT", "/gone", """{"metadata":{"name":"gone","resourceVersion":"1"}}""", 409, "Conflict")]
    [InlineData("delete what is not there", "DELETE", "/gone", null, 404, "NotFound")]
    [InlineData("delete another uid", "DELETE", "/kube-scheduler", """{"preconditions":{"uid":"x"}}""", 409, "Conflict")]
    [InlineData("delete an older version", "DELETE", "/kube-scheduler", """{"preconditions":{"resourceVersion":"1"}}""", 409, "Conflict")]
    public async Task Wrong_write_is_refused(string why, string method, string path, string? body, int code, string reason)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var revision = cluster.Objects.Revision;
        var (response, answer) = await client.SendAsync(new HttpMethod(method), Leases + path, body);
        Assert.True((code, reason) == ((int)response.StatusCode, Parse(answer)["reason"]!.GetValue<string>()), $"{why}: {Encoding.UTF8.GetString(answer)}");
        Assert.Equal(revision, cluster.Objects.Revision);
    }

    [Fact]
    public async Task Put_creates_a_missing_lease()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert.Equal(HttpStatusCode.Created, (await client.SendAsync(HttpMethod.Put, Leases + "/hex", Lease("hex", "a"))).Response.StatusCode);
    }

    [Fact]
    public async Task Update_that_changes_nothing_keeps_the_version()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var (_, body) = await client.SendAsync(HttpMethod.Post, Leases, Lease("hex", "a"));
        var (_, again) = await client.SendAsync(HttpMethod.Put, Leases + "/hex", Encoding.UTF8.GetString(body));
        Assert.Equal(body, again);
    }

    [Fact]
    public async Task Annotations_may_be_256_kibibytes_and_no_more()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        foreach (var (size, code) in ((int, HttpStatusCode)[])[(262_144, HttpStatusCode.Created), (262_145, HttpStatusCode.UnprocessableEntity)])
        {
            var lease = Parse(Encoding.UTF8.GetBytes(Lease($"hex-{size}", "a")));
            lease["metadata"]!["annotations"] = new JsonObject { ["key"] = new string('x', size - 3) };
            Assert.Equal(code, (await client.SendAsync(HttpMethod.Post, Leases, lease.ToJsonString())).Response.StatusCode);
        }
    }

    [Fact]
    public async Task Patches_apply_and_respect_the_version()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        await client.SendAsync(HttpMethod.Post, Leases, Lease("hex", "a"));
        var merged = Parse((await client.SendAsync(HttpMethod.Patch, Leases + "/hex", """{"metadata":{"annotations":{"a":"1"}},"spec":{"holderIdentity":null}}""", MergePatch)).Body);
        Assert.Equal("1", merged["metadata"]!["annotations"]!["a"]!.GetValue<string>());
        Assert.False(((JsonObject)merged["spec"]!).ContainsKey("holderIdentity"));

        var patched = Parse((await client.SendAsync(HttpMethod.Patch, Leases + "/hex",
            """[{"op":"test","path":"/metadata/annotations/a","value":"1"},{"op":"add","path":"/spec/holderIdentity","value":"b"},{"op":"remove","path":"/metadata/annotations/a"}]""", "application/json-patch+json")).Body);
        Assert.Equal("b", patched["spec"]!["holderIdentity"]!.GetValue<string>());

        var stale = $$$"""{"metadata":{"resourceVersion":"{{{Revision(merged)}}}"},"spec":{"holderIdentity":"c"}}""";
        Assert.Equal(HttpStatusCode.Conflict, (await client.SendAsync(HttpMethod.Patch, Leases + "/hex", stale, MergePatch)).Response.StatusCode);
        var failing = """[{"op":"test","path":"/spec/holderIdentity","value":"zzz"}]""";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.SendAsync(HttpMethod.Patch, Leases + "/hex", failing, "application/json-patch+json")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.SendAsync(HttpMethod.Patch, Leases + "/hex", "{}", "application/apply-patch+yaml")).Response.StatusCode);
    }

    [Fact]
    public async Task Watch_sees_every_write()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync(Leases + "?watch=1&resourceVersion=1531&fieldSelector=metadata.name%3Dhex");
        await client.SendAsync(HttpMethod.Post, Leases, Lease("other", "a"));
        var lease = Parse((await client.SendAsync(HttpMethod.Post, Leases, Lease("hex", "a"))).Body);
        lease["spec"]!["holderIdentity"] = "b";
        await client.SendAsync(HttpMethod.Put, Leases + "/hex", lease.ToJsonString());
        await client.SendAsync(HttpMethod.Delete, Leases + "/hex");
        Assert.Equal(("ADDED", "hex", "1533"), await watch.NextEventAsync());
        Assert.Equal(("MODIFIED", "hex", "1534"), await watch.NextEventAsync());
        Assert.Equal(("DELETED", "hex", "1535"), await watch.NextEventAsync());
    }

    private static string Lease(string name, string holder) =>
        $$$"""{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"{{{name}}}"},"spec":{"holderIdentity":"{{{holder}}}","leaseDurationSeconds":15,"renewTime":"2026-11-21T12:00:00.000000Z"}}""";

    private static JsonObject Parse(byte[] body) => (JsonObject)JsonNode.Parse(body)!;

    private static string Revision(JsonObject json) => json["metadata"]!["resourceVersion"]!.GetValue<string>();
}
