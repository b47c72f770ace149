using System.Text;

namespace Hex.Kubernetes.Tests.Objects;

/// <summary>Alone: it measures the heap of the whole process.</summary>
[CollectionDefinition(nameof(FootprintTests), DisableParallelization = true)]
[Collection(nameof(FootprintTests))]
public class FootprintTests
{
    [Fact]
    public void Thousand_pods_take_less_than_two_mebibytes()
    {
        var template = Encoding.UTF8.GetString(Fixture.Utf8(Fixture.ItemStarting("core-v1.pods", "checkout-")));
        var name = System.Text.Json.Nodes.JsonNode.Parse(template)!["metadata"]!["name"]!.GetValue<string>();
        var uid = System.Text.Json.Nodes.JsonNode.Parse(template)!["metadata"]!["uid"]!.GetValue<string>();
        var projections = new Projections();
        var pods = new Pod[1000];
        projections.Pod(Encoding.UTF8.GetBytes(template));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < pods.Length; i++)
        {
            var own = template.Replace(name, $"{name[..^5]}{i:x5}", StringComparison.Ordinal)
                .Replace(uid, new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString(), StringComparison.Ordinal);
            pods[i] = projections.Pod(Encoding.UTF8.GetBytes(own))!;
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(1000, pods.Select(pod => pod.Uid).Distinct().Count());
        Assert.InRange(bytes, 1, 2 << 20);
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes / 1000} bytes per pod");
        GC.KeepAlive(pods);
    }

    [Fact]
    public void Pods_of_one_template_share_their_specs_amounts_and_owner()
    {
        var projections = new Projections();
        var pods = Fixture.Items("core-v1.pods").Select(item => projections.Pod(Fixture.Utf8(item))!).Where(pod => pod.Name.StartsWith("checkout-7", StringComparison.Ordinal)).ToArray();
        Assert.InRange(pods.Length, 2, 10);
        Assert.All(pods, pod => Assert.Same(pods[0].Containers[0].Spec, pod.Containers[0].Spec));
        Assert.All(pods, pod => Assert.Same(pods[0].Requests, pod.Requests));
        Assert.All(pods, pod => Assert.Same(pods[0].Controller, pod.Controller));
        Assert.All(pods, pod => Assert.Same(pods[0].NodeName, pod.NodeName));
    }
}
