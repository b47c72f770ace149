using System.Text.Json.Nodes;
using Hex.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Attribution.Tests.Nodes;

/// <summary>The node role over real sockets.</summary>
public sealed class NodeAttributionTests : IDisposable
{
    private const string Node = "tb-node-1";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ResourcePool _pool = new();

    [Fact]
    public async Task Container_of_the_node_is_resolved_with_owners_cluster_and_this_run()
    {
        await using var server = await SimulatedCluster.StartAsync();
        using var client = Connect(server);
        var node = new NodeAttribution(client, Node, _pool, identity: Identity(client));
        var running = node.RunAsync(_stop.Token);
        var identity = IdentityOf(server, "shop", "checkout-7569ffb5df-cb22j", "app");
        await EventuallyAsync(() => node.Resolve(identity, 0)?.Resource["k8s.deployment.uid"] is not null && node.Cluster.Uid is not null);

        var resource = node.Resolve(identity, 0)!.Resource;
        Assert.Equal(
            ("checkout", "checkout-7569ffb5df", Node, "checkout", "shop", "46f80e4a-ddf7-4294-9940-c3ca8b51b6a9"),
            (resource["k8s.deployment.name"], resource["k8s.replicaset.name"], resource["k8s.node.name"], resource["service.name"], resource["service.namespace"], resource["k8s.cluster.uid"]));
        Assert.Equal(64, resource["container.id"]?.Length);
        Assert.Equal("registry.testbed.local/busybox", resource["container.image.name"]);
        Assert.Equal(["k8s.container.restart_count=0"], resource.Attributes.Items.ToArray().Where(item => item.Key == "k8s.container.restart_count").Select(item => item.ToString()));
        Assert.Null(node.Resolve(identity, 7)!.Resource["container.id"]);
        Assert.Null(node.Resolve(identity with { PodUid = "00000000-0000-4000-8000-000000000001" }, 0));
        await StopAsync(running);
    }

    [Fact]
    public async Task Asks_for_no_more_than_the_pods_of_this_node_need()
    {
        await using var server = await SimulatedCluster.StartAsync();
        using var client = Connect(server);
        var node = new NodeAttribution(client, Node, _pool, identity: Identity(client));
        var running = node.RunAsync(_stop.Token);
        var controllers = Controllers(server);
        Assert.InRange(controllers.Length, 5, 50);
        await EventuallyAsync(() => server.Requests.Count("get") == controllers.Length + 2);
        await EventuallyAsync(() => node.Resolve(IdentityOf(server, "shop", "web-7cb7448644-bg6qf", "web"), 0)?.Resource["k8s.deployment.uid"] is not null);

        Assert.Equal(["get jobs.batch", "get namespaces", "get nodes", "get replicasets.apps", "watch pods"], server.Requests.Permissions);
        Assert.All(server.Requests.Latest.Where(request => request.Verb == "get"), request => Assert.Contains("PartialObjectMetadata", request.Accept, StringComparison.Ordinal));
        Assert.All(server.Requests.Latest.Where(request => request.Verb == "watch"), request => Assert.Contains($"fieldSelector=spec.nodeName%3D{Node}", request.Query, StringComparison.Ordinal));
        await StopAsync(running);
    }

    [Fact]
    public async Task Static_pod_is_found_by_its_directory_and_has_the_uid_of_the_api()
    {
        const string Hash = "8f0e1d2c3b4a59687766554433221100";
        await using var server = await SimulatedCluster.StartAsync();
        var pod = server.Objects.Find("pods", "logs-lab", "plain")!;
        pod["metadata"]!["name"] = "etcd-" + Node;
        pod["metadata"]!["namespace"] = "kube-system";
        pod["metadata"]!["uid"] = TestObjects.UidOf(77).ToString();
        pod["metadata"]!["annotations"] = new JsonObject { ["kubernetes.io/config.hash"] = Hash };
        server.Objects.Create("pods", pod);
        using var client = Connect(server);
        var node = new NodeAttribution(client, Node, _pool, identity: Identity(client));
        var running = node.RunAsync(_stop.Token);
        var identity = new ContainerIdentity("kube-system", "etcd-" + Node, Hash, "c");
        await EventuallyAsync(() => node.Resolve(identity, 0) is not null);
        Assert.Equal(TestObjects.UidOf(77).ToString(), node.Resolve(identity, 0)!.Resource["k8s.pod.uid"]);
        await StopAsync(running);
    }

    [Fact]
    public async Task Name_rule_serves_until_the_owner_can_be_read_and_others_are_not_held_up()
    {
        await using var server = await SimulatedCluster.StartAsync();
        using var denied = server.Faults.During("get", "replicasets.apps", ApiFault.Status(403));
        using var client = Connect(server);
        var node = new NodeAttribution(client, Node, _pool, identity: Identity(client));
        var running = node.RunAsync(_stop.Token);
        var job = server.Objects.Names("pods").First(pod => pod.Name.StartsWith("heartbeat", StringComparison.Ordinal));
        await EventuallyAsync(() => node.Resolve(IdentityOf(server, job.Namespace, job.Name, "beat"), 0)?.Resource["k8s.cronjob.uid"] is not null);
        var resource = node.Resolve(IdentityOf(server, "shop", "web-7cb7448644-bg6qf", "web"), 0)!.Resource;
        Assert.Equal(("web", null), (resource["k8s.deployment.name"], resource["k8s.deployment.uid"]));
        await StopAsync(running);
    }

    [Fact]
    public async Task Server_that_is_away_leaves_no_answer_and_its_return_brings_one()
    {
        await using var server = await SimulatedCluster.StartAsync();
        await server.StopListeningAsync();
        using var client = Connect(server);
        var node = new NodeAttribution(client, Node, _pool, identity: Identity(client));
        var running = node.RunAsync(_stop.Token);
        var identity = IdentityOf(server, "shop", "cart-0", "cart");
        await EventuallyAsync(() => node.Pods.Failures > 0);
        Assert.Null(node.Resolve(identity, 0));
        var before = node.Version;
        await server.ListenAgainAsync();
        await EventuallyAsync(() => node.Resolve(identity, 0)?.Resource["k8s.statefulset.name"] == "cart");
        Assert.True(node.Version > before);

        // And its next absence does not make us forget.
        await server.StopListeningAsync();
        server.DropConnections();
        Assert.NotNull(node.Resolve(identity, 0));
        await StopAsync(running);
    }

    [Fact]
    public async Task Version_grows_with_answers_and_not_with_every_change_of_a_status()
    {
        await using var server = await SimulatedCluster.StartAsync();
        using var client = Connect(server);
        var node = new NodeAttribution(client, Node, _pool, identity: Identity(client));
        var running = node.RunAsync(_stop.Token);
        await EventuallyAsync(() => server.Requests.Count("get") == Controllers(server).Length + 2 && server.Requests.OpenWatches("pods") == 1);
        await EventuallyAsync(() => node.Resolve(IdentityOf(server, "shop", "cart-0", "cart"), 0) is not null);
        await SettledAsync(() => node.Version);

        var version = node.Version;
        var frames = node.Pods.Frames;
        server.Objects.Change("pods", "shop", "cart-0", pod => pod["status"]!["conditions"] = new JsonArray());
        await EventuallyAsync(() => node.Pods.Frames > frames);
        server.Objects.Change("pods", "shop", "cart-0", pod => pod["metadata"]!["annotations"] = new JsonObject { [AttributionAnnotations.Logs] = "false", [AttributionAnnotations.LogsMultiline] = "true" });
        await EventuallyAsync(() => node.Version > version);
        Assert.Equal(version + 1, node.Version);
        var known = node.Resolve(IdentityOf(server, "shop", "cart-0", "cart"), 0)!;
        Assert.Equal((false, true), (known.Collect, known.Multiline));

        // The last lines of a deleted pod still know whose they are.
        var identity = IdentityOf(server, "shop", "cart-0", "cart");
        frames = node.Pods.Frames;
        server.Objects.Delete("pods", "shop", "cart-0");
        await EventuallyAsync(() => node.Pods.Frames > frames);
        Assert.Equal("cart", node.Resolve(identity, 0)?.Resource["k8s.statefulset.name"]);
        await StopAsync(running);
    }

    [Fact]
    public async Task Namespace_labels_are_read_where_they_are_asked_for()
    {
        await using var server = await SimulatedCluster.StartAsync();
        using var client = Connect(server);
        var node = new NodeAttribution(client, Node, _pool, new AttributionOptions { NamespaceLabels = { "team" } }, Identity(client));
        var running = node.RunAsync(_stop.Token);
        await EventuallyAsync(() => node.Resolve(IdentityOf(server, "shop", "cart-0", "cart"), 0)?.Resource["k8s.namespace.label.team"] == "storefront");
        await StopAsync(running);
    }

    [Theory]
    [InlineData("registry:5000/a/b:1.2@sha256:abc", "registry:5000/a/b", "1.2")]
    [InlineData("registry:5000/a/b", "registry:5000/a/b", null)]
    [InlineData("busybox", "busybox", null)]
    [InlineData("busybox:1", "busybox", "1")]
    [InlineData("a@sha256:abc", "a", null)]
    public void Image_is_split_into_name_and_tag(string image, string name, string? tag) =>
        Assert.Equal((name, tag), Attribution.Nodes.ContainerResource.Image(image));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static ClusterIdentityReader Identity(KubernetesClient client) => new(client, environment: _ => null, nodeName: Node);

    private static ContainerIdentity IdentityOf(SimulatedCluster server, string @namespace, string pod, string container) =>
        new(@namespace, pod, server.Objects.Find("pods", @namespace, pod)!["metadata"]!["uid"]!.GetValue<string>(), container);

    // What one GET each must answer: ReplicaSets and Jobs with a pod on the node.
    private static string[] Controllers(SimulatedCluster server) =>
    [
        .. server.Objects.Names("pods")
            .Select(pod => server.Objects.Find("pods", pod.Namespace, pod.Name)!)
            .Where(pod => pod["spec"]!["nodeName"]?.GetValue<string>() == Node)
            .SelectMany(pod => pod["metadata"]!["ownerReferences"]?.AsArray() ?? [])
            .Where(owner => owner!["kind"]!.GetValue<string>() is "ReplicaSet" or "Job")
            .Select(owner => owner!["uid"]!.GetValue<string>())
            .Distinct(),
    ];

    private static KubernetesClient Connect(SimulatedCluster server) =>
        new(new KubernetesConnection(server.Url) { Tls = new() { CertificateAuthorityPem = server.CertificateAuthorityPem } }.WithToken(server.Token));

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task SettledAsync(Func<long> value)
    {
        long before;
        do
        {
            before = value();
            await Task.Delay(300);
        }
        while (value() != before);
    }

    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running.WaitAsync(Limit);
    }
}
