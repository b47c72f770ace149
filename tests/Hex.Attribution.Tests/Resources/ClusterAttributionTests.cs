using Hex.Kubernetes;
using Hex.Telemetry;
using static Hex.Attribution.Tests.TestObjects;

namespace Hex.Attribution.Tests.Resources;

public class ClusterAttributionTests
{
    private readonly ResourcePool _pool = new();

    [Fact]
    public async Task Recorded_pod_of_a_deployment_has_the_attributes_kubectl_shows()
    {
        var (attribution, snapshot) = await RecordedAsync();
        var pod = snapshot.Get<Pod>().Single(item => item.Name == "checkout-7569ffb5df-cb22j");
        var expected = new Dictionary<string, string>
        {
            ["k8s.cluster.uid"] = "46f80e4a-ddf7-4294-9940-c3ca8b51b6a9",
            ["k8s.pod.name"] = "checkout-7569ffb5df-cb22j",
            ["k8s.pod.uid"] = pod.Uid.ToString(),
            ["k8s.namespace.name"] = "shop",
            ["k8s.node.name"] = "tb-node-1",
            ["k8s.pod.qos_class"] = "Burstable",
            ["k8s.replicaset.name"] = "checkout-7569ffb5df",
            ["k8s.replicaset.uid"] = "b60cce53-f0fc-4a8e-83f9-66afc7bb5f8e",
            ["k8s.deployment.name"] = "checkout",
            ["k8s.deployment.uid"] = snapshot.Get<Deployment>().Single(item => item.Name == "checkout").Uid.ToString(),
            ["service.name"] = "checkout",
            ["service.namespace"] = "shop",
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), Texts(attribution.Of(pod)));
    }

    [Theory]
    [InlineData("heartbeat-29921054-bklt5", "k8s.cronjob.name", "heartbeat")]
    [InlineData("heartbeat-29921054-bklt5", "k8s.job.uid", "4f4b2dd4-fe28-4164-8b9e-b16bca22e0fb")]
    [InlineData("import-fails-72pwg", "k8s.job.name", "import-fails")]
    [InlineData("import-fails-72pwg", "k8s.cronjob.name", null)]
    [InlineData("cart-0", "k8s.statefulset.name", "cart")]
    [InlineData("node-logger-kn45q", "k8s.daemonset.name", "node-logger")]
    [InlineData("node-logger-kn45q", "service.name", null)]
    [InlineData("checkout-annotated", "service.namespace", "shop")]
    [InlineData("checkout-annotated", "k8s.replicaset.name", null)]
    [InlineData("plain", "service.name", null)]
    [InlineData("qos-guaranteed", "k8s.pod.qos_class", "Guaranteed")]
    [InlineData("unschedulable-76586658c7-hz8cv", "k8s.node.name", null)]
    public async Task Recorded_pod_has(string name, string key, string? value)
    {
        var (attribution, snapshot) = await RecordedAsync();
        Assert.Equal(value, attribution.Of(snapshot.Get<Pod>().Single(item => item.Name == name))[key]);
    }

    [Fact]
    public async Task Other_kinds_have_their_own_names()
    {
        var (attribution, snapshot) = await RecordedAsync();
        Assert.Equal(
            "{k8s.cluster.uid=46f80e4a-ddf7-4294-9940-c3ca8b51b6a9, k8s.node.name=tb-node-1, k8s.node.uid=71a1b862-7232-4109-a74e-644eddb421e8}",
            attribution.Of(snapshot.Get<Node>().Single()).ToString());
        Assert.Equal(
            "{k8s.cluster.uid=46f80e4a-ddf7-4294-9940-c3ca8b51b6a9, k8s.namespace.name=shop, k8s.namespace.uid=520b286f-d8f8-4a63-b880-ceb63ad55ca3}",
            attribution.Of(snapshot.Get<Namespace>().Single(item => item.Name == "shop")).ToString());
        var set = attribution.Of(snapshot.Get<ReplicaSet>().Single(item => item.Name == "web-7cb7448644"));
        Assert.Equal(("web-7cb7448644", "web", "web"), (set["k8s.replicaset.name"], set["k8s.deployment.name"], set["service.name"]));
        var job = attribution.Of(snapshot.Get<Job>().Single(item => item.Name == "heartbeat-29921055"));
        Assert.Equal(("heartbeat-29921055", "heartbeat"), (job["k8s.job.name"], job["k8s.cronjob.name"]));
        Assert.Equal("web", attribution.Of(snapshot.Get<HorizontalPodAutoscaler>().Single(item => item.TargetName == "web"))["k8s.hpa.name"]);
        Assert.All(snapshot.Get<PersistentVolumeClaim>(), claim => Assert.Equal(claim.Name, attribution.Of(claim)["k8s.persistentvolumeclaim.name"]));
        Assert.All(snapshot.Get<Deployment>(), item => Assert.Equal(item.Uid.ToString(), attribution.Of(item)["k8s.deployment.uid"]));
        Assert.All(snapshot.Get<CronJob>(), item => Assert.Equal(item.Name, attribution.Of(item)["k8s.cronjob.name"]));
    }

    [Fact]
    public async Task Container_is_its_pod_with_name_and_kind()
    {
        var (attribution, snapshot) = await RecordedAsync();
        var pod = snapshot.Get<Pod>().Single(item => item.Name.StartsWith("sidecar-demo", StringComparison.Ordinal));
        var kinds = pod.Containers.Select((_, index) => attribution.Of(pod, index)).ToDictionary(item => item["k8s.container.name"]!, item => item["k8s.container.kind"]);
        Assert.Equal(("init", "sidecar", "app"), (kinds["seed"], kinds["proxy"], kinds["app"]));
        Assert.Equal(pod.Name, attribution.Of(pod, 0)["k8s.pod.name"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => attribution.Of(pod, pod.Containers.Count));
    }

    [Fact]
    public async Task Unchanged_objects_cost_no_allocation()
    {
        var (attribution, snapshot) = await RecordedAsync();
        long Collect()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            attribution.Update(snapshot);
            foreach (var pod in snapshot.Get<Pod>())
            {
                attribution.Of(pod);
                for (var i = 0; i < pod.Containers.Count; i++)
                {
                    attribution.Of(pod, i);
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Collect();
        Assert.Equal(0, Collect());
    }

    [Fact]
    public async Task New_version_of_a_pod_with_the_same_identity_keeps_its_resource()
    {
        var objects = new TestObjects();
        var attribution = new ClusterAttribution(_pool);
        attribution.Update(await objects.RecordedAsync());
        var first = attribution.Of(objects.Pod("a", 1, change: item => item["status"]!["phase"] = "Pending"));
        Assert.Same(first, attribution.Of(objects.Pod("a", 1, change: item => item["status"]!["phase"] = "Running")));
        Assert.NotSame(first, attribution.Of(objects.Pod("a", 1, change: item => item["spec"]!["nodeName"] = "node-2")));
    }

    [Fact]
    public void Listed_labels_and_annotations_are_copied()
    {
        var options = new AttributionOptions { PodLabels = { "team", "none" }, PodAnnotations = { "owner" }, NamespaceLabels = { "env" }, NamespaceAnnotations = { "cost" } };
        var objects = new TestObjects(options);
        var attribution = new ClusterAttribution(_pool, options);
        var pod = objects.Pod("a", 1, change: Label("team", "blue") + Annotation("owner", "x@y") + Label("other", "no"));
        attribution.Update(ClusterSnapshot.Empty.With(ResourceSnapshot.Of([objects.Namespace("shop", 9, Label("env", "prod") + Annotation("cost", "42"))])));
        var resource = attribution.Of(pod);
        Assert.Equal("blue", resource["k8s.pod.label.team"]);
        Assert.Equal("x@y", resource["k8s.pod.annotation.owner"]);
        Assert.Equal("prod", resource["k8s.namespace.label.env"]);
        Assert.Equal("42", resource["k8s.namespace.annotation.cost"]);
        Assert.DoesNotContain(resource.Attributes.Items.ToArray(), item => item.Key is "k8s.pod.label.none" or "k8s.pod.label.other");
        attribution.Update(ClusterSnapshot.Empty.With(ResourceSnapshot.Of([objects.Namespace("shop", 9, Label("env", "test"))])));
        Assert.Equal("test", attribution.Of(pod)["k8s.namespace.label.env"]);
    }

    [Theory]
    [InlineData("annotated", "labelled", "named", false, "annotated")]
    [InlineData(null, "labelled", "named", true, "labelled")]
    [InlineData(null, null, "named", true, "named")]
    [InlineData(null, null, "named", false, null)]
    [InlineData(" ", "", "named", true, "named")]
    public void Service_name_is_the_annotation_then_app_then_the_opted_in_label(string? annotation, string? app, string? name, bool useName, string? expected)
    {
        var options = new AttributionOptions { UseAppKubernetesIoName = useName };
        var pod = new TestObjects(options).Pod("a", 1, change: item =>
        {
            Annotation(AttributionAnnotations.ServiceName, annotation!)(item);
            Label("app", app!)(item);
            Label("app.kubernetes.io/name", name!)(item);
        });
        Assert.Equal(expected, new ClusterAttribution(_pool, options).Of(pod)["service.name"]);
    }

    [Fact]
    public void Cluster_is_named_by_its_nodes_only_where_nothing_else_named_it()
    {
        var objects = new TestObjects();
        var snapshot = ClusterSnapshot.Empty.With(ResourceSnapshot.Of([objects.Node("n1", 1, Label("alpha.eksctl.io/cluster-name", "prod-eu"))]));
        var detected = new ClusterAttribution(_pool);
        detected.Update(snapshot);
        Assert.Equal(new ClusterIdentity(null, "prod-eu", "label alpha.eksctl.io/cluster-name of node n1"), detected.Cluster);
        var configured = new ClusterAttribution(_pool) { Cluster = new ClusterIdentity("u", "mine", "configuration") };
        configured.Update(snapshot);
        Assert.Equal("{k8s.cluster.name=mine, k8s.cluster.uid=u, k8s.node.name=n1, k8s.node.uid=00000000-0000-4000-8000-000000000001}", configured.Of(snapshot.Get<Node>().Single()).ToString());
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(Resource resource) =>
        resource.Attributes.Items.ToArray().Select(item => KeyValuePair.Create(item.Key, item.Value.ToString()));

    private async Task<(ClusterAttribution Attribution, ClusterSnapshot Snapshot)> RecordedAsync()
    {
        var snapshot = await new TestObjects().RecordedAsync();
        var attribution = new ClusterAttribution(_pool);
        attribution.Update(snapshot);
        return (attribution, snapshot);
    }
}
