using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>List and watch semantics beyond what was recorded.</summary>
public sealed class ListAndWatchTests
{
    private const string Pods = "/api/v1/pods";

    [Theory]
    [InlineData("app=checkout", 4)]
    [InlineData("app==checkout,topology.kubernetes.io/zone", 4)]
    [InlineData("app in (checkout, web)", 5)]
    [InlineData("app notin (checkout)", 24)]
    [InlineData("app!=checkout", 24)]
    [InlineData("!app", 2)]
    [InlineData("pod-template-hash", 10)]
    [InlineData("qos=burstable,app=qos", 1)]
    public async Task Label_selectors_select(string selector, int expected)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert.Equal(expected, Items(await client.TextAsync($"{Pods}?labelSelector={Uri.EscapeDataString(selector)}")));
    }

    [Theory]
    [InlineData("pods", "spec.nodeName=tb-node-1", 27)]
    [InlineData("pods", "spec.nodeName=", 1)]
    [InlineData("pods", "metadata.namespace=shop,metadata.name=cart-0", 1)]
    [InlineData("pods", "status.phase!=Running,metadata.namespace!=batch", 3)]
    [InlineData("events", "involvedObject.kind=Pod,involvedObject.name=cart-0", 5)]
    [InlineData("events", "type=Warning", 22)]
    public async Task Field_selectors_select(string resource, string selector, int expected)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert.Equal(expected, Items(await client.TextAsync($"/api/v1/{resource}?fieldSelector={Uri.EscapeDataString(selector)}")));
    }

    [Theory]
    [InlineData("labelSelector=a%20%20b")]
    [InlineData("fieldSelector=x")]
    [InlineData("limit=many")]
    [InlineData("resourceVersion=abc")]
    [InlineData("continue=%2B%2B")]
    public async Task Bad_query_is_400(string query)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Pods}?{query}")).Response.StatusCode);
    }

    [Fact]
    public async Task Pages_of_a_list_show_one_revision_whatever_changes_meanwhile()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var whole = JsonNode.Parse(await client.TextAsync(Pods))!["items"]!.AsArray().Select(item => item!["metadata"]!["uid"]!.GetValue<string>()).ToList();
        var seen = new List<string>();
        var next = "";
        var random = new Random(7);
        do
        {
            var page = JsonNode.Parse(await client.TextAsync($"{Pods}?limit=4{next}"))!;
            seen.AddRange(page["items"]!.AsArray().Select(item => item!["metadata"]!["uid"]!.GetValue<string>()));
            next = page["metadata"]!["continue"] is { } token ? "&continue=" + token.GetValue<string>() : "";
            var (ns, name) = cluster.Objects.Names("pods")[random.Next(cluster.Objects.Count("pods"))];
            cluster.Objects.Delete("pods", ns, name);
            cluster.Objects.Create("pods", $$$"""{"metadata":{"name":"new-{{{random.Next()}}}","namespace":"shop"}}""");
        }
        while (next.Length > 0);
        Assert.Equal(whole, seen);
    }

    [Fact]
    public async Task Any_version_list_ignores_the_limit_as_the_watch_cache_does()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert.Equal(28, Items(await client.TextAsync(Pods + "?limit=3&resourceVersion=0")));
        Assert.Equal(3, Items(await client.TextAsync("/api/v1/events?limit=3&resourceVersion=0")));
    }

    [Fact]
    public async Task Namespaced_list_stays_in_its_namespace()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        cluster.Objects.Create("namespaces", """{"metadata":{"name":"shop-2"}}""");
        cluster.Objects.Create("pods", """{"metadata":{"name":"x","namespace":"shop-2"}}""");
        Assert.Equal(6, Items(await client.TextAsync("/api/v1/namespaces/shop/pods")));
        Assert.Equal(6, Items(await client.TextAsync("/api/v1/namespaces/shop/pods?limit=100")));
        Assert.Equal(1, Items(await client.TextAsync("/api/v1/namespaces/shop-2/pods")));
    }

    [Fact]
    public async Task Large_list_is_compressed_when_the_client_takes_gzip()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.HttpUrl, Pods));
        request.Headers.Add("Authorization", "Bearer " + cluster.Token);
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await http.SendAsync(request);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
        using var unpacked = new StreamReader(new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress));
        Assert.Equal(await client.TextAsync(Pods), await unpacked.ReadToEndAsync());
    }

    [Fact]
    public async Task Watch_from_a_list_misses_nothing_while_much_changes()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var revision = JsonNode.Parse(await client.TextAsync(Pods + "?limit=1"))!["metadata"]!["resourceVersion"]!.GetValue<string>();
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < 700; i++)
                cluster.Objects.Create("pods", $$$"""{"metadata":{"name":"many-{{{i}}}","namespace":"shop"}}""");
        });
        using var watch = await client.WatchAsync($"{Pods}?watch=1&resourceVersion={revision}");
        for (var i = 0; i < 700; i++)
            Assert.Equal(("ADDED", $"many-{i}", (1532 + i).ToString()), await watch.NextEventAsync());
        await writer;
    }

    [Fact]
    public async Task Watch_ends_when_its_time_is_over()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await SimulatedCluster.StartAsync(new() { TimeProvider = clock });
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531&timeoutSeconds=300");
        var line = watch.NextAsync();
        clock.Advance(TimeSpan.FromSeconds(299));
        await Task.WhenAny(line, Task.Delay(50));
        Assert.False(line.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await line);
    }

    [Fact]
    public async Task Bookmarks_come_each_interval_to_those_who_ask_and_never_for_events()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await SimulatedCluster.StartAsync(new() { TimeProvider = clock });
        using var client = new ClusterClient(cluster);
        using var asking = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531&allowWatchBookmarks=true");
        using var silent = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531");
        using var events = await client.WatchAsync("/api/v1/events?watch=1&resourceVersion=1531&allowWatchBookmarks=true");
        await cluster.Requests.WaitForWatchesAsync("events", 1, ClusterClient.Soon);
        var lease = cluster.Objects.Change("leases", "kube-system", "kube-scheduler", lease => lease["spec"]!["holderIdentity"] = "other");
        var next = asking.NextEventAsync();
        while (!next.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(next, Task.Delay(10));
        }

        Assert.Equal(("BOOKMARK", "", lease.ToString()), await next);
        cluster.Objects.Delete("pods", "shop", "cart-0");
        cluster.Objects.Delete("events", "shop", cluster.Objects.Names("events").First(n => n.Namespace == "shop").Name);
        Assert.Equal("DELETED", (await silent.NextEventAsync()).Type);
        Assert.Equal("DELETED", (await events.NextEventAsync()).Type);
    }

    [Fact]
    public async Task Server_without_bookmarks_sends_none()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { Bookmarks = false });
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531&allowWatchBookmarks=true");
        cluster.SendBookmarks();
        cluster.Objects.Delete("pods", "shop", "cart-0");
        Assert.Equal("DELETED", (await watch.NextEventAsync()).Type);
    }

    [Fact]
    public async Task Server_without_streaming_lists_answers_422_and_ends_initial_events_silently()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { StreamingLists = false });
        using var client = new ClusterClient(cluster);
        var (response, body) = await client.GetAsync(Pods + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("WatchList feature gate", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        using var watch = await client.WatchAsync(Pods + "?watch=1&allowWatchBookmarks=true");
        Assert.All(await watch.TakeAsync(28), line => Assert.StartsWith("{\"type\":\"ADDED\"", line, StringComparison.Ordinal));
        cluster.Objects.Delete("pods", "shop", "cart-0");
        Assert.Equal("DELETED", (await watch.NextEventAsync()).Type);
    }

    [Fact]
    public async Task Initial_events_need_their_match_parameter()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.GetAsync(Pods + "?watch=1&sendInitialEvents=true")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.GetAsync(Pods + "?watch=1&resourceVersionMatch=NotOlderThan")).Response.StatusCode);
    }

    [Fact]
    public async Task Watch_that_falls_out_of_the_history_ends_with_an_error()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { HistoryLimit = 10 });
        using var client = new ClusterClient(cluster);
        for (var i = 0; i < 20; i++)
            cluster.Objects.Create("pods", $$$"""{"metadata":{"name":"many-{{{i}}}","namespace":"shop"}}""");
        var body = await client.TextAsync(Pods + "?watch=1&resourceVersion=1535");
        Assert.Equal("""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1535 (1541)","reason":"Expired","code":410}}""" + "\n", body);
        using var watch = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1541");
        Assert.Equal(("ADDED", "many-10", "1542"), await watch.NextEventAsync());
    }

    [Fact]
    public async Task Deleted_keys_leave_no_trace_once_history_is_cut()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { HistoryLimit = 4 });
        for (var i = 0; i < 50; i++)
        {
            cluster.Objects.Create("pods", """{"metadata":{"name":"same","namespace":"shop"}}""");
            cluster.Objects.Change("pods", "shop", "same", pod => pod["status"] = new JsonObject { ["phase"] = "Running" });
            cluster.Objects.Delete("pods", "shop", "same");
        }

        using var client = new ClusterClient(cluster);
        Assert.Equal(28, Items(await client.TextAsync(Pods)));
        Assert.Equal(28, cluster.Objects.Count("pods"));
    }

    [Fact]
    public async Task Metadata_only_watch_shows_metadata()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync(
            "/apis/apps/v1/replicasets?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan",
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json");
        var lines = await watch.TakeAsync(9);
        Assert.All(lines, line => Assert.Contains("\"object\":{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.False(JsonDocument.Parse(line).RootElement.GetProperty("object").TryGetProperty("spec", out _)));
        Assert.Contains("initial-events-end", lines[8], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_resource_is_served_like_any_other()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { CustomResources = { new("example.com", "v1", "widgets", "Widget", Namespaced: true) } });
        using var client = new ClusterClient(cluster);
        cluster.Objects.Create("widgets.example.com", """{"metadata":{"name":"w","namespace":"shop"},"spec":{"size":1}}""");
        Assert.Equal(1, Items(await client.TextAsync("/apis/example.com/v1/widgets")));
        Assert.Contains("\"name\":\"example.com\"", await client.TextAsync("/apis"), StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"Widget\"", await client.TextAsync("/apis/example.com/v1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_are_created_changed_and_found()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Empty });
        var objects = cluster.Objects;
        objects.Create("deployments", """
            {
              "kind": "Deployment", "apiVersion": "apps/v1",
              "spec": { "replicas": 1 },
              "metadata": { "name": "d", "namespace": "default", "generation": 1, "annotations": { "a": "<ü>" } }
            }
            """);
        objects.Change("deployments", "default", "d", d => d["status"] = new JsonObject { ["replicas"] = 1 });
        Assert.Equal(1, objects.Find("deployments", "default", "d")!["metadata"]!["generation"]!.GetValue<int>());
        objects.Change("deployments", "default", "d", d => d["spec"]!["replicas"] = 2);
        Assert.Equal(2, objects.Find("deployments", "default", "d")!["metadata"]!["generation"]!.GetValue<int>());
        var text = Encoding.UTF8.GetString(objects.FindUtf8("deployments", "default", "d")!.Value.Span);
        Assert.StartsWith("{\"metadata\":{\"name\":\"d\",\"namespace\":\"default\",\"uid\":", text, StringComparison.Ordinal);
        Assert.Contains("\"\\u003cü\\u003e\"", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => objects.Create("deployments", """{"metadata":{"name":"d","namespace":"default"}}"""));
        Assert.Throws<ArgumentException>(() => objects.Create("deployments", """{"metadata":{"name":"e"}}"""));
        Assert.Throws<ArgumentException>(() => objects.Create("gizmos", "{}"));
        Assert.Throws<KeyNotFoundException>(() => objects.Change("deployments", "default", "e", _ => { }));
        Assert.True(objects.Delete("deployments", "default", "d"));
        Assert.False(objects.Delete("deployments", "default", "d"));
    }

    [Fact]
    public async Task Hostile_object_arrives_as_it_is()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531");
        var annotation = new string('x', 1 << 20) + "\u0000\u001b\u2028\ud83d\ude00<>&\"\\";
        cluster.Objects.Create("pods", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "hostile", ["namespace"] = "shop", ["annotations"] = new JsonObject { ["big"] = annotation } },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["resources"] = JsonNode.Parse("""{"limits":{"cpu":1e400,"memory":-0.0}}""") }) },
            ["status"] = new JsonObject { ["phase"] = "Exploded", ["containerStatuses"] = 7 },
        });
        var line = (await watch.NextAsync())!;
        var listed = JsonNode.Parse(await client.TextAsync(Pods + "?fieldSelector=metadata.name%3Dhostile"))!["items"]![0]!;
        foreach (var pod in (JsonNode[])[JsonNode.Parse(line)!["object"]!, listed])
            Assert.Equal(annotation, (string)pod["metadata"]!["annotations"]!["big"]!);
        Assert.Contains("\"cpu\":1e400,\"memory\":-0.0", line, StringComparison.Ordinal);
        Assert.Equal(1, Items(await client.TextAsync(Pods + "?fieldSelector=status.phase%3DExploded")));
    }

    private static int Items(string list) => JsonNode.Parse(list)!["items"]!.AsArray().Count;
}
