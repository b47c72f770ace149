using Hex.Collectors.Kubernetes;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Collectors.Tests.Kubernetes;

public class FilterTests
{
    [Theory]
    [InlineData("", "", "batch broken default hexcovery kube-node-lease kube-public kube-system logs-lab shop")]
    [InlineData("shop", "", "shop")]
    [InlineData("", "kube-* default", "batch broken hexcovery logs-lab shop")]
    [InlineData("b*", "broken", "batch")]
    public async Task Namespaces_are_included_and_excluded_and_nodes_count_all(string include, string exclude, string expected)
    {
        var options = new KubernetesCollectorOptions();
        foreach (var name in include.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.IncludeNamespaces.Add(name);
        }

        foreach (var name in exclude.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.ExcludeNamespaces.Add(name);
        }

        HashSet<string> seen = [];
        foreach (var collector in KubernetesCollectors.Create(TestCluster.Recorded.Source(options)))
        {
            var points = await CollectedMetrics.FromAsync(collector);
            seen.UnionWith(points.Select(point => point.Resource["k8s.namespace.name"]).OfType<string>());
            if (collector is NodeCollector)
            {
                Assert.Equal(0.26, points.Value("k8s.node.cpu.request"));
            }
            else
            {
                Assert.All(points, point => Assert.NotNull(point.Resource["k8s.namespace.name"]));
            }
        }

        Assert.Equal(expected, string.Join(' ', seen.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_disabled_metric_is_not_written_and_the_others_are()
    {
        var time = new FakeTimeProvider(RecordedCluster.Time);
        var options = new CollectionOptions();
        options.DisabledMetrics.Add("k8s.pod.condition");
        options.DisabledMetrics.Add("k8s.pod.cpu.usage");
        await using var pipeline = new Pipeline(time, options);
        var pods = new PodCollector(TestCluster.Recorded.Source(time: time));
        foreach (var points in new[] { await pipeline.TickAsync(pods), await pipeline.TickAsync(pods) })
        {
            Assert.Empty(points.Find("k8s.pod.condition"));
            Assert.Empty(points.Find("k8s.pod.cpu.usage"));
            Assert.Equal(28, points.Find("k8s.pod.terminating").Count);
        }
    }
}
