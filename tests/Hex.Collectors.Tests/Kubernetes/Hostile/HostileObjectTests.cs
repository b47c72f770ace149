using System.Text.Json.Nodes;
using Hex.Collectors.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Kubernetes.Hostile;

/// <summary>Objects are written by whoever may write them: bounded, counted, never a crash.</summary>
public class HostileObjectTests
{
    [Fact]
    public async Task A_mebibyte_of_annotation_is_not_kept_and_not_sent()
    {
        var cluster = TestCluster.Recorded;
        var annotations = cluster.Pod("cart-0")["metadata"]!["annotations"]?.AsObject() ?? [];
        annotations["hexcovery.com/service-name"] = new string('x', 1 << 20);
        annotations["other"] = new string('y', 1 << 20);
        cluster.Pod("cart-0")["metadata"]!.AsObject()["annotations"] = annotations.DeepClone();
        foreach (var points in await AllAsync(cluster))
        {
            Assert.All(points, point => Assert.All(point.Resource.Attributes.Items.ToArray(), item => Assert.InRange(item.Value.ToString().Length, 0, 1024)));
        }

        Assert.True(cluster.Decoding.Truncated > 0);
    }

    [Fact]
    public async Task A_pod_of_ten_thousand_containers_is_bounded_and_still_counted()
    {
        var cluster = TestCluster.Recorded;
        var pod = cluster.Pod("qos-burstable");
        var container = pod["spec"]!["containers"]![0]!;
        var status = pod["status"]!["containerStatuses"]![0]!;
        pod["spec"]!["containers"] = Many(container);
        pod["status"]!["containerStatuses"] = Many(status);
        var containers = await cluster.CollectAsync(source => new ContainerCollector(source));
        Assert.Equal(Hex.Kubernetes.Pod.MaxContainers, containers.Find("k8s.container.ready", "k8s.pod.name=qos-burstable").Count);
        var pods = await cluster.CollectAsync(source => new PodCollector(source));
        Assert.Equal(10_000, pods.Value("k8s.pod.container.count", "k8s.pod.name=qos-burstable"));
        Assert.Equal(100, pods.Value("k8s.pod.cpu.request", "k8s.pod.name=qos-burstable"));
        Assert.True(cluster.Decoding.Truncated > 0);

        static JsonArray Many(JsonNode one) => new([.. Enumerable.Range(0, 10_000).Select(n =>
        {
            var copy = one.DeepClone();
            copy["name"] = $"c{n}";
            return copy;
        })]);
    }

    [Fact]
    public async Task Unknown_words_are_unknown_or_other()
    {
        var cluster = TestCluster.Recorded;
        var pod = cluster.Pod("qos-burstable");
        pod["status"]!["phase"] = "Dreaming";
        pod["status"]!["qosClass"] = "Deluxe";
        pod["status"]!["reason"] = "Because\u0000\u001b[31m\u2028";
        pod["status"]!["conditions"]!.AsArray().Add(JsonNode.Parse("""{"type":"Strange\u0007","status":"Maybe"}"""));
        cluster.Find("core-v1.namespaces", "shop")["status"]!["phase"] = "Frozen";
        cluster.Find("core-v1.persistentvolumeclaims", "data-cart-0")["status"]!["phase"] = "Haunted";
        var all = (await AllAsync(cluster)).SelectMany(points => points).ToList();
        Assert.Equal(1, all.Value("k8s.pod.status.phase", "k8s.pod.name=qos-burstable", "k8s.pod.status.phase=Unknown"));
        Assert.Equal(-1, all.Value("k8s.pod.condition", "k8s.pod.name=qos-burstable", "k8s.pod.condition.type=Strange\u0007"));
        Assert.Single(all.Find("k8s.pod.status.reason"));
        Assert.Null(all.Find("k8s.pod.terminating", "k8s.pod.name=qos-burstable")[0].Resource["k8s.pod.qos_class"]);
        Assert.True(cluster.Decoding.InvalidValues >= 3);
    }

    [Fact]
    public async Task Missing_fields_are_missing_points_and_not_zeros()
    {
        var cluster = TestCluster.Empty;
        foreach (var list in new[]
        {
            "core-v1.nodes", "core-v1.namespaces", "core-v1.pods", "core-v1.persistentvolumeclaims", "apps-v1.deployments", "apps-v1.statefulsets", "apps-v1.daemonsets",
            "apps-v1.replicasets", "batch-v1.jobs", "batch-v1.cronjobs", "autoscaling-v2.horizontalpodautoscalers",
        })
        {
            cluster.Add(list, $$$"""{"metadata":{"name":"bare","namespace":"x","uid":"{{{Guid.NewGuid()}}}"}}""");
            cluster.Add(list, $$$"""{"metadata":{"name":"odd","namespace":"x","uid":"{{{Guid.NewGuid()}}}"},"spec":7,"status":[{"a":null}]}""");
            cluster.Add(list, """{"metadata":null}""");
            cluster.Add(list, "{}");
        }

        var all = await AllAsync(cluster);
        Assert.All(all, points => Assert.All(points, point => Assert.Contains(point.Resource.Attributes.Items.ToArray(), item => item.Value.AsString is "bare" or "odd")));
        var flat = all.SelectMany(points => points).ToList();
        Assert.Empty(flat.Find("k8s.node.cpu.capacity"));
        Assert.Empty(flat.Find("k8s.pod.cpu.request"));
        Assert.Equal(2, flat.Find("k8s.deployment.pod.desired").Count);
        Assert.All(flat.Find("k8s.deployment.pod.desired"), point => Assert.Equal(1, point.Value.AsInt64));
        Assert.All(flat, point => Assert.True(double.IsFinite(point.Value.AsDouble)));
    }

    [Fact]
    public async Task Huge_and_invalid_numbers_are_capped_or_left_out()
    {
        var cluster = TestCluster.Recorded;
        var pod = cluster.Pod("qos-burstable");
        pod["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"requests":{"cpu":"9e9999","memory":"99999999999Ei"},"limits":{"cpu":"-1","memory":"1.2.3Gi"}}""");
        pod["status"]!["containerStatuses"]![0]!["resources"] = null;
        pod["status"]!["containerStatuses"]![0]!["restartCount"] = JsonNode.Parse("1e400");
        cluster.Find("batch-v1.jobs", "report-ok")["status"]!["startTime"] = "9999-99-99T00:00:00Z";
        cluster.Find("batch-v1.jobs", "import-fails")["status"]!["startTime"] = "2200-01-01T00:00:00Z";
        cluster.Find("core-v1.nodes", "tb")["status"]!["capacity"] = JsonNode.Parse("""{"cpu":"2","memory":"a lot","pods":1e3}""");
        var all = (await AllAsync(cluster)).SelectMany(points => points).ToList();
        Assert.All(all, point => Assert.True(double.IsFinite(point.Value.AsDouble), point.ToString()));
        Assert.Empty(all.Find("k8s.node.memory.capacity"));
        Assert.Equal(1000, all.Value("k8s.node.pod.capacity"));
        Assert.Equal(long.MaxValue, all.Find("k8s.container.memory.request.desired", "k8s.pod.name=qos-burstable")[0].Value.AsInt64);
        Assert.Empty(all.Find("k8s.container.memory.limit.desired", "k8s.pod.name=qos-burstable"));
        Assert.Null(all.Value("k8s.job.duration", "k8s.job.name=report-ok"));
        Assert.Equal(0, all.Value("k8s.job.duration", "k8s.job.name=import-fails"));
        Assert.True(cluster.Decoding.InvalidValues + cluster.Decoding.WrongTypes >= 4);
    }

    [Fact]
    public async Task Words_somebody_makes_up_are_bounded_for_the_life_of_a_collector()
    {
        var cluster = TestCluster.Recorded;
        var pods = new PodCollector(cluster.Source());
        HashSet<AttributeSet> reasons = [];
        HashSet<AttributeSet> conditions = [];
        for (var round = 0; round < 40; round++)
        {
            foreach (var (pod, n) in cluster.Pods.Select((pod, n) => (pod, n)))
            {
                pod["status"]!["reason"] = $"Reason{round}-{n}";
                pod["status"]!["conditions"] = new JsonArray([.. Enumerable.Range(0, 60).Select(c => JsonNode.Parse($$"""{"type":"C{{round}}-{{n}}-{{c}}","status":"True"}"""))]);
            }

            var points = await CollectedMetrics.FromAsync(pods);
            reasons.UnionWith(points.Find("k8s.pod.status.reason").Select(point => point.Attributes));
            conditions.UnionWith(points.Find("k8s.pod.condition").Select(point => point.Attributes));
            Assert.Equal(points.Count, points.Select(point => (point.Resource, point.Instrument, point.Attributes)).Distinct().Count());
        }

        Assert.Equal(1001, reasons.Count);
        Assert.Equal(1000, conditions.Count);
    }

    private static async Task<List<CollectedMetrics>> AllAsync(TestCluster cluster)
    {
        List<CollectedMetrics> all = [];
        foreach (var collector in KubernetesCollectors.Create(cluster.Source()))
        {
            all.Add(await CollectedMetrics.FromAsync(collector, timeProvider: new Hex.Testing.FakeTimeProvider(RecordedCluster.Time)));
        }

        return all;
    }
}
