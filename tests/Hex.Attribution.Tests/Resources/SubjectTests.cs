using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution.Tests.Resources;

public class SubjectTests
{
    [Fact]
    public async Task Known_object_has_the_attributes_of_its_resource()
    {
        var snapshot = await new TestObjects().RecordedAsync();
        var attribution = new ClusterAttribution(new ResourcePool());
        attribution.Update(snapshot);
        var pod = snapshot.Get<Pod>().First(item => item.Name.StartsWith("web-", StringComparison.Ordinal));
        var attributes = attribution.AttributesOf(new EventSubject("v1", "Pod", pod.Namespace, pod.Name, pod.Uid, null));
        Assert.Equal(attribution.Of(pod).Attributes.Items.ToArray(), attributes);
        Assert.Contains(attributes, item => item is { Key: "k8s.deployment.name" });
    }

    [Fact]
    public async Task Deleted_pod_is_still_known_to_its_events()
    {
        var snapshot = await new TestObjects().RecordedAsync();
        var attribution = new ClusterAttribution(new ResourcePool());
        attribution.Update(snapshot);
        var pod = snapshot.Get<Pod>().First(item => item.Name.StartsWith("web-", StringComparison.Ordinal));
        attribution.Update(snapshot.With(ResourceSnapshot.Of<Pod>([])));
        Assert.Contains(attribution.AttributesOf(new EventSubject("v1", "Pod", pod.Namespace, pod.Name, pod.Uid, null)), item => item.Key == "k8s.deployment.uid");
    }

    [Fact]
    public async Task Node_is_found_by_the_name_the_kubelet_gives_in_place_of_the_uid()
    {
        var attribution = new ClusterAttribution(new ResourcePool());
        attribution.Update(await new TestObjects().RecordedAsync());
        var subject = new EventSubject("v1", "Node", "", "tb-node-1", Uid.Parse("tb-node-1"), null);
        Assert.Contains(attribution.AttributesOf(subject), item => item.Key == "k8s.node.uid" && item.Value.AsString == "71a1b862-7232-4109-a74e-644eddb421e8");
        Assert.DoesNotContain(attribution.AttributesOf(subject with { ApiVersion = "longhorn.io/v1beta2" }), item => item.Key.StartsWith("k8s.node", StringComparison.Ordinal));
    }

    [Fact]
    public void Static_pod_is_found_by_the_hash_of_its_manifest()
    {
        var objects = new TestObjects();
        const string Hash = "0123456789abcdef0123456789abcdef";
        var attribution = new ClusterAttribution(new ResourcePool());
        attribution.Update(ClusterSnapshot.Empty.With(ResourceSnapshot.Of([objects.Pod("etcd", 1, change: TestObjects.Annotation("kubernetes.io/config.hash", Hash))])));
        Assert.True(attribution.TryFind(new EventSubject("v1", "Pod", "shop", "etcd", Uid.Parse(Hash), null), out var item));
        Assert.Equal(TestObjects.UidOf(1), item.Uid);
    }

    [Theory]
    [InlineData("v1", "Pod", "k8s.namespace.name=shop k8s.pod.name=x k8s.pod.uid=u")]
    [InlineData("apps/v1", "Deployment", "k8s.deployment.name=x k8s.deployment.uid=u k8s.namespace.name=shop")]
    [InlineData("batch/v1", "CronJob", "k8s.cronjob.name=x k8s.cronjob.uid=u k8s.namespace.name=shop")]
    [InlineData("example.com/v1", "Deployment", "k8s.namespace.name=shop")]
    public void Unknown_object_has_what_its_reference_says(string apiVersion, string kind, string expected)
    {
        var attributes = new ClusterAttribution(new ResourcePool()).AttributesOf(new EventSubject(apiVersion, kind, "shop", "x", Uid.Parse("u"), null));
        Assert.Equal(expected, string.Join(' ', attributes.Select(item => item.ToString()).Order(StringComparer.Ordinal)));
    }
}
