using System.Text.Json.Nodes;
using Hex.Collectors.Kubernetes;
using Hex.Shared;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Collectors.Tests.Kubernetes.Recorded;

/// <summary>What <c>kubectl get pods</c> shows is a table the API server makes; ours says the same.</summary>
public class TableTests
{
    [Fact]
    public async Task Ready_restarts_status_and_node_are_those_kubectl_shows()
    {
        var source = await RecordedCluster.SourceAsync();
        var pods = await CollectedMetrics.FromAsync(new PodCollector(source), timeProvider: new FakeTimeProvider(RecordedCluster.Time));
        var containers = await CollectedMetrics.FromAsync(new ContainerCollector(source), timeProvider: new FakeTimeProvider(RecordedCluster.Time));
        var rows = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.TestProject, "Kubernetes", "Recorded", "core-v1.pods.table.json")))!["rows"]!.AsArray();
        Assert.Equal(28, rows.Count);
        foreach (var row in rows)
        {
            var cells = row!["cells"]!.AsArray();
            var name = cells[0]!.GetValue<string>();
            var ofPod = pods.Where(point => point.Resource["k8s.pod.name"] == name).ToList();
            var ofContainers = containers.Where(point => point.Resource["k8s.pod.name"] == name).ToList();
            Assert.Equal(row["object"]!["metadata"]!["namespace"]!.GetValue<string>(), ofPod[0].Resource["k8s.namespace.name"]);

            // Sidecars count as app containers do.
            var running = ofContainers.Where(point => point.Resource["k8s.container.kind"] is "app" or "sidecar").ToList();
            var ready = running.Where(point => point.Instrument.Name == "k8s.container.ready").Sum(point => point.Value.AsInt64);
            Assert.Equal(cells[1]!.GetValue<string>(), $"{ready}/{running.Select(point => point.Resource).Distinct().Count()}");
            Assert.Equal(cells[2]!.GetValue<string>(), StatusOf(ofPod, running));
            Assert.Equal(cells[3]!.ToString().Split(' ')[0], ofPod.Single(point => point.Instrument.Name == "k8s.pod.restart.count").Value.ToString());
            Assert.Equal(cells[6]!.GetValue<string>() is "<none>" ? null : cells[6]!.GetValue<string>(), ofPod[0].Resource["k8s.node.name"]);
        }
    }

    /// <summary>kubectl's rule: the reason of a container that does not run, else the phase.</summary>
    private static string StatusOf(IEnumerable<MetricPoint> pod, IEnumerable<MetricPoint> containers) =>
        Of(containers, "k8s.container.status.reason") ?? pod.Single(point => point.Instrument.Name == "k8s.pod.status.phase" && point.Value.AsInt64 == 1)
            .Attributes.Items[0].Value.AsString!;

    private static string? Of(IEnumerable<MetricPoint> points, string metric) =>
        points.FirstOrDefault(point => point.Instrument?.Name == metric).Attributes?.Items[0].Value.AsString;
}
