using System.Text.Json.Nodes;
using Hex.Collectors.Kubernetes;

namespace Hex.Collectors.Tests.Kubernetes.Rules;

public class AutoscalerTests
{
    private const string List = "autoscaling-v2.horizontalpodautoscalers";

    [Fact]
    public async Task Metrics_of_pods_objects_and_others_are_named_and_compare_with_their_targets()
    {
        var cluster = TestCluster.Recorded;
        var autoscaler = cluster.Find(List, "web");
        autoscaler["spec"]!.AsObject().Remove("minReplicas");
        autoscaler["spec"]!["metrics"] = JsonNode.Parse("""
            [{"type":"Pods","pods":{"metric":{"name":"rps"},"target":{"type":"AverageValue","averageValue":"1k"}}},
             {"type":"External","external":{"metric":{"name":"queue"},"target":{"type":"AverageValue","averageValue":"30"}}},
             {"type":"Object","object":{"metric":{"name":"queue"},"describedObject":{"kind":"Ingress","name":"x"},"target":{"type":"Value","value":"2500m"}}},
             {"type":"ContainerResource","containerResource":{"name":"cpu","container":"httpd","target":{"type":"Utilization","averageUtilization":70}}},
             {"type":"Object","object":{"metric":{"name":"queue"},"describedObject":{"kind":"Ingress","name":"y"},"target":{"type":"Value","value":"9"}}}]
            """);
        autoscaler["status"]!["currentMetrics"] = JsonNode.Parse("""
            [{"type":"Pods","pods":{"metric":{"name":"rps"},"current":{"averageValue":"900"}}},
             {"type":"External","external":{"metric":{"name":"queue"},"current":{"value":"300","averageValue":"25"}}},
             {"type":"Object","object":{"metric":{"name":"queue"},"current":{"value":"2"}}}, {"type":""}]
            """);
        var points = await cluster.CollectAsync(source => new HorizontalPodAutoscalerCollector(source));
        Assert.Equal(1, points.Value("k8s.hpa.pod.min"));
        Assert.Equal((1000, 900), Pair("Pods", "rps"));
        Assert.Equal((30, 25), Pair("External", "queue"));
        Assert.Equal((2.5, 2), Pair("Object", "queue"));
        Assert.Equal(70, points.Value("k8s.hpa.metric.target.cpu.average_utilization", "k8s.container.name=httpd"));
        Assert.Null(points.Value("k8s.hpa.metric.current.cpu.average_utilization"));

        (double?, double?) Pair(string type, string name) => (
            points.Value("k8s.hpa.metric.target.value", $"k8s.hpa.metric.type={type}", $"k8s.hpa.metric.name={name}"),
            points.Value("k8s.hpa.metric.current.value", $"k8s.hpa.metric.type={type}", $"k8s.hpa.metric.name={name}"));
    }

    [Fact]
    public async Task Names_of_metrics_are_bounded()
    {
        var cluster = TestCluster.Recorded;
        var template = cluster.Find(List, "web");
        for (var i = 0; i < 30; i++)
        {
            var copy = template.DeepClone().AsObject();
            copy["metadata"]!["name"] = $"many-{i}";
            copy["metadata"]!["uid"] = Guid.NewGuid().ToString();
            copy["spec"]!["metrics"] = new JsonArray([.. Enumerable.Range(0, 60).Select(n => JsonNode.Parse(
                $$$$"""{"type":"Pods","pods":{"metric":{"name":"m-{{{{i}}}}-{{{{n}}}}"},"target":{"type":"AverageValue","averageValue":"1"}}}"""))]);
            cluster.List(List).Add(copy);
        }

        var points = await cluster.CollectAsync(source => new HorizontalPodAutoscalerCollector(source));
        var names = points.Find("k8s.hpa.metric.target.value").Select(point => point.Attributes.TryGet("k8s.hpa.metric.name", out var name) ? name.ToString() : "").Distinct().ToList();
        Assert.Equal(1001, names.Count);
        Assert.Contains("_OTHER", names);
    }
}
