using System.Net;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>Signing in, rules and the request log.</summary>
public sealed class AccessTests
{
    private const string Pods = "/api/v1/pods";

    [Fact]
    public async Task Kubeconfig_signs_in_with_token_certificate_or_over_plain_http()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        var (certificate, key) = cluster.IssueClientCertificate();
        foreach (var user in (KubeconfigUser?[])[null, KubeconfigUser.WithCertificate(certificate, key), KubeconfigUser.WithTokenOverHttp(cluster.Token)])
        {
            using var client = new KubeconfigClient(cluster.KubeconfigYaml(user));
            using var response = await client.Http.GetAsync(Pods);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(3, cluster.Requests.Latest.Count(request => request is { User: ClusterAccess.AdminUser, Status: 200 }));
    }

    [Fact]
    public async Task Certificate_of_another_authority_does_not_sign_in()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var other = await SimulatedCluster.StartAsync();
        var (certificate, key) = other.IssueClientCertificate();
        using var client = new KubeconfigClient(cluster.KubeconfigYaml(KubeconfigUser.WithCertificate(certificate, key)));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Http.GetAsync(Pods));
    }

    [Fact]
    public async Task Rules_allow_what_they_name_and_nothing_else()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        cluster.Access.SetUser("agent", "agent-token",
            new AccessRule([""], ["pods", "nodes"], ["list", "watch"]),
            new AccessRule(["coordination.k8s.io"], ["leases"], ["get", "update"]) { Namespace = "kube-system", ResourceNames = ["kube-scheduler"] });
        using var client = new ClusterClient(cluster, token: "agent-token");
        foreach (var (path, allowed) in ((string, bool)[])
            [
                (Pods, true), ("/api/v1/namespaces/shop/pods", true), ("/api/v1/nodes", true),
                ("/api/v1/namespaces/shop/pods/cart-0", false), ("/api/v1/events", false), ("/apis/metrics.k8s.io/v1beta1/pods", false),
                ("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler", true),
                ("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager", false),
                ("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases", false),
            ])
        {
            var (response, _) = await client.GetAsync(path);
            Assert.True(allowed == (response.StatusCode == HttpStatusCode.OK), $"{path}: {response.StatusCode}");
            Assert.True(allowed || response.StatusCode == HttpStatusCode.Forbidden, $"{path}: {response.StatusCode}");
        }

        var (deleted, _) = await client.SendAsync(HttpMethod.Delete, "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler");
        Assert.Equal(HttpStatusCode.Forbidden, deleted.StatusCode);
    }

    [Fact]
    public async Task Rotated_token_is_refused_and_the_new_one_taken()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        cluster.Access.SetUser("agent", "old", AccessRule.Everything);
        using var before = new ClusterClient(cluster, token: "old");
        using var after = new ClusterClient(cluster, token: "new");
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync(Pods)).Response.StatusCode);
        cluster.Access.RevokeToken("old");
        cluster.Access.SetUser("agent", "new", AccessRule.Everything);
        Assert.Equal(HttpStatusCode.Unauthorized, (await before.GetAsync(Pods)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync(Pods)).Response.StatusCode);
    }

    [Fact]
    public async Task Cluster_without_access_control_takes_everybody()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { AccessRequired = false });
        using var anonymous = new ClusterClient(cluster, anonymous: true);
        using var stranger = new ClusterClient(cluster, token: "whatever");
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(Pods)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/apis")).Response.StatusCode);
    }

    [Fact]
    public async Task Log_tells_verbs_resources_and_open_watches()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        await client.GetAsync("/version");
        await client.GetAsync("/apis/apps/v1/deployments?limit=1");
        await client.GetAsync("/apis/apps/v1/namespaces/shop/deployments/web");
        await client.GetAsync("/apis/metrics.k8s.io/v1beta1/pods");
        await client.GetAsync("/api/v1/namespaces/shop/pods/cart-0/log");
        await client.SendAsync(HttpMethod.Delete, "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/x");
        using (await client.WatchAsync(Pods + "?watch=true&resourceVersion=0"))
            await cluster.Requests.WaitForWatchesAsync("pods", 1, ClusterClient.Soon);
        await cluster.Requests.WaitForWatchesAsync("*", 0, ClusterClient.Soon);
        Assert.Equal(
            ["delete leases.coordination.k8s.io", "get deployments.apps", "get pods/log", "list deployments.apps", "list pods.metrics.k8s.io", "watch pods"],
            cluster.Requests.Permissions);
        Assert.Equal(7, cluster.Requests.Count());
        Assert.Equal(2, cluster.Requests.Count(resource: "deployments.apps"));
        var list = cluster.Requests.Latest[1];
        Assert.Equal(("list", "apps", "deployments", "?limit=1", "HTTP/2", 200), (list.Verb, list.Group, list.Resource, list.Query, list.Protocol, list.Status));
        cluster.Requests.Clear();
        Assert.Equal(0, cluster.Requests.Count());
    }
}
