using Hex.Collectors.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Degraded;

/// <summary>What is asked of the server is what is declared, and what is refused costs no more than itself.</summary>
public class PermissionTests
{
    [Fact]
    public async Task The_collectors_ask_for_what_is_declared_and_for_nothing_else()
    {
        await using var host = await SimulatedHost.StartAsync(SimulatedHost.AllBut());
        await host.Pipeline.TickAsync([.. KubernetesCollectors.Create(host.Source)]);
        var declared = KubernetesPermissions.Cluster
            .SelectMany(one => one.Verbs.Select(verb => $"{verb} {one.Resource}{(one.Group.Length == 0 ? "" : "." + one.Group)}")).ToHashSet();
        Assert.All(host.Cluster.Requests.Permissions, permission => Assert.Contains(permission, declared));
        Assert.DoesNotContain(host.Cluster.Requests.Latest, request => request.Status is 401 or 403);

        // Every kind is read; where the server can stream the first list, one verb is enough.
        Assert.Equal(
            [
                "list nodes.metrics.k8s.io", "list pods.metrics.k8s.io", "watch cronjobs.batch", "watch daemonsets.apps", "watch deployments.apps",
                "watch horizontalpodautoscalers.autoscaling", "watch jobs.batch", "watch namespaces", "watch nodes", "watch persistentvolumeclaims", "watch pods",
                "watch replicasets.apps", "watch statefulsets.apps",
            ],
            host.Cluster.Requests.Permissions);
    }

    [Fact]
    public async Task A_server_that_cannot_stream_is_asked_to_list_and_watch_and_no_more()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { StreamingLists = false });
        using var client = new Hex.Kubernetes.KubernetesClient(
            new Hex.Kubernetes.KubernetesConnection(cluster.Url) { Tls = new() { CertificateAuthorityPem = cluster.CertificateAuthorityPem } }.WithToken(cluster.Token));
        await using var source = new ClusterSource(client);
        foreach (var collector in KubernetesCollectors.Create(source))
        {
            Assert.NotEmpty(await CollectedMetrics.FromAsync(collector));
        }

        Assert.All(cluster.Requests.Permissions, permission => Assert.Matches("^(list|watch) ", permission));
        Assert.Equal(11, cluster.Requests.Permissions.Count(permission => permission.StartsWith("list ", StringComparison.Ordinal) && !permission.EndsWith("metrics.k8s.io", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_declared_rights_are_those_of_the_design() => Assert.Equal(
        """
        get,list,watch nodes
        get,list,watch namespaces
        get,list,watch pods
        get,list,watch persistentvolumeclaims
        get,list,watch apps/deployments
        get,list,watch apps/statefulsets
        get,list,watch apps/daemonsets
        get,list,watch apps/replicasets
        get,list,watch batch/jobs
        get,list,watch batch/cronjobs
        get,list,watch autoscaling/horizontalpodautoscalers
        get,list,watch events
        get,list metrics.k8s.io/nodes
        get,list metrics.k8s.io/pods
        get,list,watch,create,update,patch,delete coordination.k8s.io/leases
        """,
        string.Join('\n', KubernetesPermissions.Cluster.Concat(KubernetesPermissions.OwnNamespace)
            .Select(one => $"{string.Join(',', one.Verbs)} {(one.Group.Length == 0 ? "" : one.Group + "/")}{one.Resource}")));

    [Fact]
    public async Task A_collector_without_its_right_says_verb_and_resource_and_the_others_go_on()
    {
        await using var host = await SimulatedHost.StartAsync(SimulatedHost.AllBut("horizontalpodautoscalers"));
        var points = await host.Pipeline.TickAsync([.. KubernetesCollectors.Create(host.Source)]);
        var failed = Assert.Single(host.Pipeline.Status, one => one.LastError is not null);
        Assert.Equal("hpa", failed.Name);
        Assert.All(host.Pipeline.Status, one => Assert.True(one.LastPoints > 0 || one.Name == "hpa", one.ToString()));
        Assert.Contains("list and watch horizontalpodautoscalers.autoscaling", failed.LastError, StringComparison.Ordinal);
        Assert.Contains("forbidden", failed.LastError, StringComparison.Ordinal);
        Assert.Equal(28, points.Find("k8s.pod.terminating").Count);
        Assert.Equal(2, points.Find("k8s.cronjob.suspended").Count);
    }

    [Fact]
    public async Task Without_pods_nodes_have_no_sums_and_no_zeros()
    {
        await using var host = await SimulatedHost.StartAsync(SimulatedHost.AllBut("pods"));
        ICollector[] collectors = [new NodeCollector(host.Source), new NamespaceCollector(host.Source)];
        var points = await host.Pipeline.TickAsync(collectors);
        Assert.All(host.Pipeline.Status, one => Assert.Null(one.LastError));
        Assert.Equal(2, points.Value("k8s.node.cpu.capacity"));
        Assert.Empty(points.Find("k8s.node.cpu.request"));
        Assert.Empty(points.Find("k8s.node.pod.usage"));
        Assert.Empty(points.Find("k8s.namespace.pod.count"));
        await host.Pipeline.TickAsync(collectors);
        Assert.Equal(
            ["namespace", "node"],
            host.Log.Warnings.Where(line => line.Contains("goes without: cannot list and watch pods", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal));
        Assert.All(host.Pipeline.Status, one => Assert.Null(one.LastError));
    }

    [Fact]
    public async Task Without_owners_pods_are_collected_by_the_name_rule()
    {
        await using var host = await SimulatedHost.StartAsync(SimulatedHost.AllBut("replicasets", "jobs"));
        var points = await host.Pipeline.TickAsync(new PodCollector(host.Source));
        Assert.Equal(28, points.Find("k8s.pod.terminating").Count);
        var web = points.Find("k8s.pod.terminating", "k8s.pod.name=web-*")[0].Resource;
        Assert.Equal(("web", null), (web["k8s.deployment.name"], web["k8s.deployment.uid"]));
    }

    [Fact]
    public async Task What_is_switched_off_is_not_watched()
    {
        await using var host = await SimulatedHost.StartAsync();
        await host.Pipeline.TickAsync([.. KubernetesCollectors.Create(host.Source, name => name is "node" or "job")]);
        Assert.Equal(
            ["list nodes.metrics.k8s.io", "watch cronjobs.batch", "watch jobs.batch", "watch nodes", "watch pods"],
            host.Cluster.Requests.Permissions);
    }
}
