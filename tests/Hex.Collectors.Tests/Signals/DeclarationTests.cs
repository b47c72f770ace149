using Hex.Collectors.Kubernetes;
using Hex.Collectors.Tests.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Signals;

/// <summary>What is emitted is what is declared, and what is declared is emitted.</summary>
public class DeclarationTests
{
    // What no recorded object has.
    private static readonly string[] NotRecorded =
    [
        "k8s.pod.status.reason", "k8s.pod.ephemeral_storage.request", "k8s.pod.ephemeral_storage.limit", "k8s.container.ephemeral_storage.request",
        "k8s.container.ephemeral_storage.limit", "k8s.container.last_terminated.signal", "k8s.statefulset.condition", "k8s.daemonset.condition",
        "k8s.replicaset.condition", "k8s.hpa.metric.target.value", "k8s.hpa.metric.current.value", "k8s.hpa.metric.target.cpu.value",
        "k8s.hpa.metric.target.cpu.average_value", "k8s.hpa.metric.current.cpu.value", "k8s.hpa.metric.target.memory.value",
        "k8s.hpa.metric.target.memory.average_utilization", "k8s.hpa.metric.current.memory.value", "k8s.hpa.metric.current.memory.average_utilization",
    ];

    [Fact]
    public async Task Every_point_of_the_recorded_cluster_is_declared()
    {
        var emitted = new HashSet<string>();
        foreach (var collector in KubernetesCollectors.Create(await RecordedCluster.SourceAsync()))
        {
            var resource = collector.Catalogue.Resource.Select(attribute => attribute.Key).ToHashSet();
            var metrics = collector.Catalogue.Metrics.ToDictionary(metric => metric.Instrument);
            foreach (var point in await CollectedMetrics.FromAsync(collector))
            {
                Assert.True(metrics.TryGetValue(point.Instrument, out var metric), $"{point.Instrument.Name} is not declared for {collector.Name}");
                var declared = metric!.Attributes.Select(attribute => attribute.Key).ToHashSet();
                Assert.All(point.Attributes.Items.ToArray(), attribute => Assert.Contains(attribute.Key, declared));
                Assert.All(point.Resource.Attributes.Items.ToArray(), attribute => Assert.Contains(attribute.Key, resource));
                emitted.Add(point.Instrument.Name);
            }
        }

        var all = KubernetesCollectors.Create(await RecordedCluster.SourceAsync()).SelectMany(collector => collector.Catalogue.Metrics).Select(metric => metric.Instrument.Name);
        Assert.Equal(NotRecorded.Order(StringComparer.Ordinal), all.Except(emitted).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_series_is_written_twice()
    {
        foreach (var collector in KubernetesCollectors.Create(await RecordedCluster.SourceAsync()))
        {
            var points = await CollectedMetrics.FromAsync(collector);
            Assert.Equal(points.Count, points.Select(point => (point.Resource, point.Instrument, point.Attributes)).Distinct().Count());
        }
    }
}
