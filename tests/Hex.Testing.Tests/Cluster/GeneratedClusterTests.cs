using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>Generated clusters: the right numbers, owners that exist, the same for the same seed.</summary>
public sealed class GeneratedClusterTests
{
    private static readonly string[] Kinds =
    [
        "nodes", "namespaces", "pods", "deployments", "replicasets", "statefulsets", "daemonsets", "jobs", "cronjobs",
        "horizontalpodautoscalers", "persistentvolumeclaims", "events",
    ];

    [Fact]
    public async Task Numbers_are_those_asked_for()
    {
        var size = ClusterSize.OfPods(1000) with { Events = 1234 };
        await using var cluster = await StartAsync(size);
        Assert.Equal(1000, cluster.Objects.Count("pods"));
        Assert.Equal(size.Nodes, cluster.Objects.Count("nodes"));
        Assert.Equal(size.Namespaces + 4, cluster.Objects.Count("namespaces"));
        Assert.Equal(size.Deployments, cluster.Objects.Count("deployments"));
        Assert.Equal(size.Deployments * 3, cluster.Objects.Count("replicasets"));
        Assert.Equal(size.StatefulSets, cluster.Objects.Count("statefulsets"));
        Assert.Equal(size.DaemonSets, cluster.Objects.Count("daemonsets"));
        Assert.Equal(size.Jobs, cluster.Objects.Count("jobs"));
        Assert.Equal(size.CronJobs, cluster.Objects.Count("cronjobs"));
        Assert.Equal(size.Autoscalers, cluster.Objects.Count("horizontalpodautoscalers"));
        Assert.Equal(size.Claims + (size.StatefulSets * 3), cluster.Objects.Count("persistentvolumeclaims"));
        Assert.Equal(1234, cluster.Objects.Count("events"));
    }

    [Fact]
    public async Task Objects_refer_to_one_another()
    {
        await using var cluster = await StartAsync(ClusterSize.OfPods(600));
        var all = Kinds.ToDictionary(kind => kind, kind => Objects(cluster, kind));
        var uids = all.Values.SelectMany(objects => objects).Select(o => (string)o["metadata"]!["uid"]!).ToList();
        Assert.Equal(uids.Count, uids.Distinct().Count());
        var revisions = all.Where(pair => pair.Key != "namespaces").SelectMany(pair => pair.Value).Select(o => (string)o["metadata"]!["resourceVersion"]!).ToList();
        Assert.Equal(revisions.Count, revisions.Distinct().Count());

        var byUid = all.Values.SelectMany(objects => objects).ToDictionary(o => (string)o["metadata"]!["uid"]!);
        var owned = 0;
        foreach (var o in all.Values.SelectMany(objects => objects))
        {
            foreach (var reference in o["metadata"]!["ownerReferences"]?.AsArray() ?? [])
            {
                var owner = byUid[(string)reference!["uid"]!];
                Assert.Equal((string)owner["metadata"]!["name"]!, (string)reference["name"]!);
                Assert.Equal((string)owner["metadata"]!["namespace"]!, (string)o["metadata"]!["namespace"]!);
                owned++;
            }
        }

        Assert.Equal(600 + (60 * 3) + 12, owned);
        var namespaces = all["namespaces"].Select(o => (string)o["metadata"]!["name"]!).ToHashSet();
        Assert.All(all["pods"], pod => Assert.Contains((string)pod["metadata"]!["namespace"]!, namespaces));
        Assert.All(all["events"], e => Assert.True(byUid.ContainsKey((string)e["involvedObject"]!["uid"]!)));
        var nodes = all["nodes"].Select(o => (string)o["metadata"]!["name"]!).ToHashSet();
        Assert.All(all["pods"].Where(pod => pod["spec"]!["nodeName"] is not null), pod => Assert.Contains((string)pod["spec"]!["nodeName"]!, nodes));
        Assert.All(all["horizontalpodautoscalers"], hpa => Assert.Contains(all["deployments"], d =>
            (string)d["metadata"]!["name"]! == (string)hpa["spec"]!["scaleTargetRef"]!["name"]! && (string)d["metadata"]!["namespace"]! == (string)hpa["metadata"]!["namespace"]!));
    }

    [Fact]
    public async Task Owners_select_exactly_their_pods_and_count_them()
    {
        await using var cluster = await StartAsync(ClusterSize.OfPods(600));
        var pods = Objects(cluster, "pods").ToLookup(pod => (string)pod["metadata"]!["ownerReferences"]![0]!["uid"]!);
        foreach (var kind in (string[])["replicasets", "statefulsets", "daemonsets"])
        {
            foreach (var owner in Objects(cluster, kind))
            {
                var own = pods[(string)owner["metadata"]!["uid"]!].ToList();
                var desired = (int?)owner["spec"]!["replicas"] ?? (int)owner["status"]!["desiredNumberScheduled"]!;
                Assert.Equal(desired, own.Count);
                foreach (var (key, value) in owner["spec"]!["selector"]!["matchLabels"]!.AsObject())
                    Assert.All(own, pod => Assert.Equal((string)value!, (string)pod["metadata"]!["labels"]![key]!));
            }
        }

        var deployments = Objects(cluster, "deployments").Sum(d => (int)d["spec"]!["replicas"]!);
        Assert.Equal(600 - (24 * 2) - (3 * 3) - 12, deployments);
    }

    [Fact]
    public async Task Nothing_of_the_recorded_cluster_shines_through_in_names_and_ids()
    {
        await using var recorded = await SimulatedCluster.StartAsync();
        await using var cluster = await StartAsync(ClusterSize.OfPods(300));
        var foreign = Kinds.Where(kind => kind != "namespaces").SelectMany(kind => Objects(recorded, kind)).Select(o => (string)o["metadata"]!["uid"]!).ToList();
        foreach (var kind in Kinds)
        {
            foreach (var (ns, name) in cluster.Objects.Names(kind))
            {
                var text = Encoding.UTF8.GetString(cluster.Objects.FindUtf8(kind, ns, name)!.Value.Span);
                Assert.DoesNotContain("tb-node-1", text, StringComparison.Ordinal);
                Assert.False(foreign.Exists(uid => text.Contains(uid, StringComparison.Ordinal)), $"{kind} {ns}/{name} holds a recorded uid");
                Assert.False(text.Any(c => c is >= '\uE000' and < '\uF000'), $"{kind} {ns}/{name} holds an unfilled mark");
                JsonDocument.Parse(text).Dispose();
            }
        }
    }

    [Fact]
    public async Task Same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        await using var one = await StartAsync(ClusterSize.OfPods(200));
        await using var same = await StartAsync(ClusterSize.OfPods(200));
        await using var other = await StartAsync(ClusterSize.OfPods(200, seed: 2));
        foreach (var kind in Kinds)
            Assert.Equal(Objects(one, kind).Select(o => o.ToJsonString()), Objects(same, kind).Select(o => o.ToJsonString()));
        Assert.NotEqual(one.Objects.Names("pods"), other.Objects.Names("pods"));
    }

    [Fact]
    public async Task Managed_fields_can_be_left_out()
    {
        await using var cluster = await StartAsync(ClusterSize.OfPods(100) with { ManagedFields = false });
        Assert.All(Objects(cluster, "pods"), pod => Assert.Null(pod["metadata"]!["managedFields"]));
    }

    [Fact]
    public async Task Some_workloads_are_broken()
    {
        await using var cluster = await StartAsync(ClusterSize.OfPods(3000));
        var reasons = Objects(cluster, "pods").SelectMany(pod => pod["status"]!["containerStatuses"]?.AsArray() ?? [])
            .Select(status => (string?)status!["state"]!["waiting"]?["reason"]).OfType<string>().ToHashSet();
        Assert.Contains("CrashLoopBackOff", reasons);
        Assert.Contains("ImagePullBackOff", reasons);
        Assert.Contains(Objects(cluster, "pods"), pod => pod["spec"]!["nodeName"] is null);
    }

    [Theory]
    [InlineData(10, 5, 2, 1)]
    [InlineData(10, 0, 0, 0)]
    public async Task Numbers_that_do_not_fit_are_refused(int pods, int nodes, int daemonSets, int deployments)
    {
        var size = ClusterSize.OfPods(10) with { Pods = pods, Nodes = nodes, DaemonSets = daemonSets, Deployments = deployments, Autoscalers = 0, Jobs = 5 };
        await Assert.ThrowsAnyAsync<ArgumentException>(() => StartAsync(size));
    }

    [Fact]
    public async Task Metrics_cover_nodes_and_running_pods_and_advance_with_the_clock()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(300)), TimeProvider = clock });
        using var client = new ClusterClient(cluster);
        var nodes = JsonNode.Parse(await client.TextAsync("/apis/metrics.k8s.io/v1beta1/nodes"))!["items"]!.AsArray();
        Assert.Equal(cluster.Objects.Count("nodes"), nodes.Count);
        var pods = JsonNode.Parse(await client.TextAsync("/apis/metrics.k8s.io/v1beta1/pods"))!["items"]!.AsArray();
        var running = Objects(cluster, "pods").Where(pod => pod["status"]!["containerStatuses"]?.AsArray() is { } statuses && statuses.All(s => s!["state"]!["running"] is not null)).ToList();
        Assert.Equal(running.Select(pod => (string)pod["metadata"]!["name"]!).Order(), pods.Select(pod => (string)pod!["metadata"]!["name"]!).Order());
        Assert.True(running.Count > 250);
        var first = (string)nodes[0]!["timestamp"]!;
        Assert.InRange(clock.GetUtcNow() - DateTimeOffset.Parse(first), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(15));
        var later = JsonNode.Parse(await client.TextAsync("/apis/metrics.k8s.io/v1beta1/nodes"))!["items"]!.AsArray();
        Assert.Equal(TimeSpan.FromSeconds(15), DateTimeOffset.Parse((string)later[0]!["timestamp"]!) - DateTimeOffset.Parse(first));
        var name = (string)pods[0]!["metadata"]!["name"]!;
        var single = JsonNode.Parse(await client.TextAsync($"/apis/metrics.k8s.io/v1beta1/namespaces/{pods[0]!["metadata"]!["namespace"]}/pods/{name}"))!;
        Assert.Equal("PodMetrics", (string)single["kind"]!);
        Assert.Equal(name, (string)single["metadata"]!["name"]!);
    }

    private static Task<SimulatedCluster> StartAsync(ClusterSize size) => SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(size) });

    private static List<JsonObject> Objects(SimulatedCluster cluster, string kind) =>
        [.. cluster.Objects.Names(kind).Select(key => cluster.Objects.Find(kind, key.Namespace, key.Name)!)];
}
