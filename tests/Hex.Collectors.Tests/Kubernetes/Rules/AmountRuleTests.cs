using System.Text.Json.Nodes;
using Hex.Collectors.Kubernetes;

namespace Hex.Collectors.Tests.Kubernetes.Rules;

/// <summary>SIGNALS, rules 1 to 5: what pods ask for.</summary>
public class AmountRuleTests
{
    [Theory]
    [InlineData("\"5E\"", 5e18)]
    [InlineData("\"5E3\"", 5000d)]
    [InlineData("\"5e3\"", 5000d)]
    [InlineData("\"1Ki\"", 1024d)]
    [InlineData("\"0.5Gi\"", 536870912d)]
    [InlineData("\"100m\"", 1d)]
    [InlineData("1048576", 1048576d)]
    [InlineData("\"5K\"", null)]
    [InlineData("\"lots\"", null)]
    public async Task Rule_1_quantities_are_read_as_kubernetes_does(string quantity, double? bytes)
    {
        var cluster = TestCluster.Recorded;
        cluster.Pod("qos-burstable")["spec"]!["containers"]![0]!["resources"]!["requests"]!["memory"] = JsonNode.Parse(quantity);
        var points = await cluster.CollectAsync(source => new ContainerCollector(source));
        Assert.Equal(bytes, points.Value("k8s.container.memory.request.desired", "k8s.pod.name=qos-burstable"));
    }

    [Fact]
    public async Task Rule_1_sums_are_exact_where_doubles_are_not()
    {
        var cluster = TestCluster.Recorded;
        foreach (var pod in cluster.Pods.Where(pod => pod["metadata"]!["namespace"]!.GetValue<string>() == "logs-lab"))
        {
            pod["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"requests":{"cpu":"100m"}}""");
        }

        // Six times 0.1 is 0.6, not 0.6 and a bit.
        Assert.Equal(0.6, (await cluster.CollectAsync(source => new NamespaceCollector(source))).Value("k8s.namespace.cpu.request", "k8s.namespace.name=logs-lab"));
    }

    [Fact]
    public async Task Rule_2_the_recorded_sidecar_runs_beside_the_app_containers()
    {
        // app 10m + helper 10m + proxy (restartPolicy Always) 10m; migrate and seed end before the app containers start.
        var points = await TestCluster.Recorded.CollectAsync(source => new PodCollector(source));
        Assert.Equal(0.03, points.Value("k8s.pod.cpu.request", "k8s.pod.name=sidecar-demo*"));
        Assert.Equal(3 * 64 * 1024 * 1024, points.Value("k8s.pod.memory.limit", "k8s.pod.name=sidecar-demo*"));
        Assert.Equal(2, points.Value("k8s.pod.container.count", "k8s.pod.name=sidecar-demo*", "k8s.container.kind=init"));
        Assert.Equal(1, points.Value("k8s.pod.container.count", "k8s.pod.name=sidecar-demo*", "k8s.container.kind=sidecar"));
    }

    [Fact]
    public async Task Rule_2_an_init_container_after_the_sidecar_needs_room_beside_it_and_overhead_is_added()
    {
        var cluster = TestCluster.Recorded;
        var spec = cluster.Pod("sidecar-demo")["spec"]!;
        var seed = spec["initContainers"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == "seed");
        seed!["resources"]!["requests"]!["cpu"] = "1";
        spec["overhead"] = JsonNode.Parse("""{"cpu":"250m"}""");
        var points = await cluster.CollectAsync(source => new PodCollector(source));
        Assert.Equal(1.26, points.Value("k8s.pod.cpu.request", "k8s.pod.name=sidecar-demo*"));
    }

    [Fact]
    public async Task Rule_3_a_limit_that_one_container_lacks_is_no_limit()
    {
        var cluster = TestCluster.Recorded;
        var oom = await cluster.CollectAsync(source => new PodCollector(source));
        Assert.Equal(33554432, oom.Value("k8s.pod.memory.limit", "k8s.pod.name=oom*"));
        Assert.Null(oom.Value("k8s.pod.cpu.limit", "k8s.pod.name=oom*"));

        cluster.Pod("sidecar-demo")["spec"]!["containers"]![0]!["resources"]!["limits"]!.AsObject().Remove("cpu");
        cluster.Pod("sidecar-demo")["status"]!["containerStatuses"]![0]!["resources"]!["limits"]!.AsObject().Remove("cpu");
        var points = await cluster.CollectAsync(source => new PodCollector(source));
        Assert.Null(points.Value("k8s.pod.cpu.limit", "k8s.pod.name=sidecar-demo*"));
        Assert.NotNull(points.Value("k8s.pod.memory.limit", "k8s.pod.name=sidecar-demo*"));
    }

    [Fact]
    public async Task Rule_4_a_resize_counts_at_its_largest_until_it_is_infeasible()
    {
        var cluster = TestCluster.Recorded;
        var pod = cluster.Pod("qos-guaranteed");
        pod["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"] = "3";
        pod["status"]!["containerStatuses"]![0]!["resources"]!["requests"]!["cpu"] = "2";
        Assert.Equal(3, await RequestAsync());
        var points = await cluster.CollectAsync(source => new ContainerCollector(source));
        Assert.Equal(3, points.Value("k8s.container.cpu.request.desired", "k8s.pod.name=qos-guaranteed"));
        Assert.Equal(2, points.Value("k8s.container.cpu.request.current", "k8s.pod.name=qos-guaranteed"));

        pod["status"]!["conditions"]!.AsArray().Add(JsonNode.Parse("""{"type":"PodResizePending","status":"True","reason":"Infeasible"}"""));
        Assert.Equal(2, await RequestAsync());

        async Task<double?> RequestAsync() => (await cluster.CollectAsync(source => new PodCollector(source))).Value("k8s.pod.cpu.request", "k8s.pod.name=qos-guaranteed");
    }

    [Fact]
    public async Task Rule_5_ended_pods_count_in_phases_and_nowhere_else()
    {
        var cluster = TestCluster.Recorded;
        var before = await SumsAsync();
        foreach (var pod in cluster.Pods.Where(pod => pod["status"]!["phase"]!.GetValue<string>() is "Succeeded" or "Failed"))
        {
            pod["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"requests":{"cpu":"7","memory":"7Gi"},"limits":{"cpu":"7","memory":"7Gi"}}""");
        }

        Assert.Equal(before, await SumsAsync());
        cluster.Pod("qos-guaranteed")["status"]!["phase"] = "Failed";
        var (request, pods, phase) = await SumsAsync();
        Assert.Equal((0.21, before.Pods - 1, before.Failed + 1), (request, pods, phase));

        async Task<(double? Request, double? Pods, double? Failed)> SumsAsync()
        {
            var node = await cluster.CollectAsync(source => new NodeCollector(source));
            var space = await cluster.CollectAsync(source => new NamespaceCollector(source));
            return (node.Value("k8s.node.cpu.request"), node.Value("k8s.node.pod.usage"),
                space.Value("k8s.namespace.pod.count", "k8s.namespace.name=batch", "k8s.pod.status.phase=Failed"));
        }
    }

    [Fact]
    public async Task Rule_5_terminating_is_no_phase()
    {
        var cluster = TestCluster.Recorded;
        cluster.Pod("qos-guaranteed")["metadata"]!["deletionTimestamp"] = "2026-11-21T12:15:00Z";
        var points = await cluster.CollectAsync(source => new PodCollector(source));
        Assert.Equal(1, points.Value("k8s.pod.terminating", "k8s.pod.name=qos-guaranteed"));
        Assert.Equal(1, points.Value("k8s.pod.status.phase", "k8s.pod.name=qos-guaranteed", "k8s.pod.status.phase=Running"));
        Assert.Equal(0.05, points.Value("k8s.pod.cpu.request", "k8s.pod.name=qos-guaranteed"));
    }
}
