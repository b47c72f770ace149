using System.Text.Json.Nodes;
using Hex.Kubernetes.Tests.Watching.Model;
using Hex.Testing;
using Hex.Testing.Cluster;

namespace Hex.Kubernetes.Tests.Cluster;

/// <summary>The whole client over real sockets, against an API server stand-in.</summary>
public class SimulatedClusterTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("hex-cluster-").FullName;
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task Recorded_cluster_is_cached_completely_and_asks_for_no_more_than_it_needs()
    {
        await using var server = await SimulatedCluster.StartAsync();
        using var client = new KubernetesClient(Connect(server));
        var cluster = new ClusterCache(client);
        cluster.AddPods();
        cluster.AddNodes();
        cluster.AddNamespaces();
        cluster.AddPersistentVolumeClaims();
        cluster.AddDeployments();
        cluster.AddStatefulSets();
        cluster.AddDaemonSets();
        cluster.AddReplicaSets();
        cluster.AddJobs();
        cluster.AddCronJobs();
        cluster.AddHorizontalPodAutoscalers();
        var running = cluster.RunAsync(_stop.Token);
        await cluster.WaitForSyncAsync().WaitAsync(Limit);

        var snapshot = cluster.Snapshot(TimeSpan.Zero);
        Assert.Equal(28, snapshot.Get<Pod>().Count);
        Assert.Equal(
            (1, server.Objects.Count("namespaces"), 2, server.Objects.Count("deployments"), 1, 1, server.Objects.Count("replicasets"), server.Objects.Count("jobs"), 2, 1),
            (snapshot.Get<Node>().Count, snapshot.Get<Namespace>().Count, snapshot.Get<PersistentVolumeClaim>().Count, snapshot.Get<Deployment>().Count, snapshot.Get<StatefulSet>().Count,
             snapshot.Get<DaemonSet>().Count, snapshot.Get<ReplicaSet>().Count, snapshot.Get<Job>().Count, snapshot.Get<CronJob>().Count, snapshot.Get<HorizontalPodAutoscaler>().Count));
        Assert.Same(cluster.Snapshot(TimeSpan.FromHours(1)), cluster.Snapshot(TimeSpan.FromHours(1)));
        Assert.All(cluster.Watches, watch => Assert.True(watch.IsFresh));
        Assert.All(server.Requests.Latest, request => Assert.Equal("HTTP/2", request.Protocol));
        Assert.All(server.Requests.Permissions, permission => Assert.StartsWith("watch ", permission, StringComparison.Ordinal));
        await StopAsync(running);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changes_arrive_through_every_fault(bool streaming)
    {
        await using var server = await SimulatedCluster.StartAsync(new() { StreamingLists = streaming, Contents = ClusterContents.Generated(ClusterSize.OfPods(600)) });
        using var client = new KubernetesClient(Connect(server));
        var cluster = new ClusterCache(client);
        var pods = cluster.AddPods();
        var running = cluster.RunAsync(_stop.Token);
        await cluster.WaitForSyncAsync().WaitAsync(Limit);
        Assert.Equal(600, pods.Snapshot.Count);
        Assert.Equal(streaming ? 0 : 2, server.Requests.Count("list", "pods"));

        Action[] faults =
        [
            () => { }, () => server.ResetWatches("pods"), () => server.EndWatches("pods"), () => server.FailWatches("pods"), server.DropConnections, server.GoAway,
            () => { server.ExpireHistory("pods"); server.ResetWatches("pods"); },
        ];
        foreach (var fault in faults)
        {
            var (ns, name) = server.Objects.Names("pods")[5];
            fault();
            server.Objects.Delete("pods", ns, name);
            server.Objects.Change("pods", server.Objects.Names("pods")[7].Namespace, server.Objects.Names("pods")[7].Name, pod => pod["status"]!["phase"] = "Failed");
            await EventuallyAsync(() => Same(server, pods));
        }

        // A server that was down for a while, and changed meanwhile.
        await server.StopListeningAsync();
        var last = server.Objects.Names("pods")[9];
        server.Objects.Delete("pods", last.Namespace, last.Name);
        await EventuallyAsync(() => cluster.Watches[0].State == WatchState.BackingOff);
        Assert.NotNull(cluster.Watches[0].LastError);
        await server.ListenAgainAsync();
        await EventuallyAsync(() => Same(server, pods));
        Assert.False(running.IsCompleted);
        await StopAsync(running);
    }

    [Fact]
    public async Task Client_certificate_plain_http_and_server_name_work_and_a_foreign_authority_does_not()
    {
        await using var server = await SimulatedCluster.StartAsync();
        var (certificate, key) = server.IssueClientCertificate();
        foreach (var yaml in new[] { server.KubeconfigYaml(KubeconfigUser.WithCertificate(certificate, key)), server.KubeconfigYaml(KubeconfigUser.WithTokenOverHttp(server.Token)) })
        {
            using var client = new KubernetesClient(Connect(yaml));
            Assert.Equal("tb-node-1", (await client.GetAsync<Node>(ResourceType.Nodes, null, "tb-node-1", new Projections().Node))!.Name);
        }

        Assert.Contains(server.Requests.Latest, request => request.Protocol == "HTTP/1.1");
        foreach (var tls in new[] { new KubernetesTls(), new KubernetesTls { CertificateAuthorityPem = certificate }, new KubernetesTls { CertificateAuthorityPem = server.CertificateAuthorityPem, ServerName = "elsewhere.example" } })
        {
            using var client = new KubernetesClient(new KubernetesConnection(server.Url) { Tls = tls }.WithToken(server.Token));
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync<Node>(ResourceType.Nodes, null, "tb-node-1", new Projections().Node));
        }

        using var careless = new KubernetesClient(new KubernetesConnection(server.Url) { Tls = new KubernetesTls { SkipVerification = true } }.WithToken(server.Token));
        Assert.NotNull(await careless.GetMetadataAsync(ResourceType.Nodes, null, "tb-node-1", new Projections()));
    }

    [Fact]
    public async Task Rotated_token_is_read_again_when_the_server_refuses_the_old_one()
    {
        await using var server = await SimulatedCluster.StartAsync();
        var file = Path.Combine(_folder, "token");
        server.Access.SetUser("agent", "first", AccessRule.Everything);
        await File.WriteAllTextAsync(file, "first");
        using var client = new KubernetesClient(new KubernetesConnection(server.Url) { Tls = new KubernetesTls { CertificateAuthorityPem = server.CertificateAuthorityPem } }.WithTokenFile(file));
        Assert.NotNull(await client.GetMetadataAsync(ResourceType.Nodes, null, "tb-node-1", new Projections()));
        server.Access.SetUser("agent", "second", AccessRule.Everything);
        server.Access.RevokeToken("first");
        await File.WriteAllTextAsync(file, "second");
        Assert.NotNull(await client.GetMetadataAsync(ResourceType.Nodes, null, "tb-node-1", new Projections()));
        server.Access.RevokeToken("second");
        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetMetadataAsync(ResourceType.Nodes, null, "tb-node-1", new Projections()));
        Assert.Equal(401, refusal.StatusCode);
        Assert.DoesNotContain("second", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_permission_and_missing_kind_degrade_their_own_watch_only()
    {
        await using var server = await SimulatedCluster.StartAsync();
        server.Access.SetUser("agent", "agent-token", new AccessRule([""], ["pods"], ["get", "list", "watch"]), new AccessRule(["example.com"], ["*"], ["*"]));
        using var client = new KubernetesClient(Connect(server.KubeconfigYaml(KubeconfigUser.WithToken("agent-token"))));
        var cluster = new ClusterCache(client);
        cluster.AddPods();
        cluster.AddNodes();
        cluster.AddResource("example.com", "v1", "widgets", json => ModelItem.Project(json));
        var running = cluster.RunAsync(_stop.Token);
        await cluster.WaitForSyncAsync().WaitAsync(Limit);
        await EventuallyAsync(() => cluster.Watches[0].State == WatchState.Watching);
        Assert.Equal([WatchState.Watching, WatchState.Denied, WatchState.Absent], cluster.Watches.Select(watch => watch.State));
        Assert.Matches("cannot (list|watch) resource \"nodes\"", cluster.Watches[1].LastError);
        Assert.Equal(28, cluster.Snapshot().Get<Pod>().Count);
        Assert.Equal(403, (await client.ProbeListAsync(new ResourceQuery(ResourceType.Nodes)))!.StatusCode);
        Assert.Null(await client.ProbeListAsync(new ResourceQuery(ResourceType.Pods)));
        await StopAsync(running);
    }

    [Fact]
    public async Task Objects_that_are_not_there_are_null_and_lists_come_item_by_item()
    {
        await using var server = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(1100)) });
        using var client = new KubernetesClient(Connect(server));
        Assert.Null(await client.GetAsync<Pod>(ResourceType.Pods, "default", "nobody", new Projections().Pod));
        var count = 0;
        await foreach (var pod in client.ListAsync<Pod>(new ResourceQuery(ResourceType.Pods), new Projections().Pod))
        {
            count += pod.Name.Length > 0 ? 1 : 0;
        }

        Assert.Equal(1100, count);
        Assert.Equal(3, server.Requests.Count("list", "pods"));
    }

    [Fact]
    public async Task Request_without_an_answer_ends_after_half_a_minute()
    {
        await using var server = await SimulatedCluster.StartAsync();
        var time = new FakeTimeProvider();
        using var client = new KubernetesClient(Connect(server), time);
        using var fault = server.Faults.During("get", "nodes", ApiFault.Hang());
        var request = client.GetMetadataAsync(ResourceType.Nodes, null, "tb-node-1", new Projections());
        await server.Requests.WaitForAsync("get", "nodes", 1).WaitAsync(Limit);
        Assert.False(request.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("get nodes tb-node-1", (await Assert.ThrowsAsync<HttpRequestException>(() => request.WaitAsync(Limit))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_sees_its_own_pods_only()
    {
        await using var server = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(300)) });
        using var client = new KubernetesClient(Connect(server));
        var node = server.Objects.Names("nodes")[0].Name;
        var cluster = new ClusterCache(client);
        var pods = cluster.AddPods(node);
        var running = cluster.RunAsync(_stop.Token);
        await cluster.WaitForSyncAsync().WaitAsync(Limit);
        Assert.InRange(pods.Snapshot.Count, 1, 100);
        Assert.All(pods.Snapshot, pod => Assert.Equal(node, pod.NodeName));
        await StopAsync(running);
    }

    [Fact]
    public async Task Lease_state_and_leadership_work_over_http()
    {
        await using var server = await SimulatedCluster.StartAsync();
        using var client = new KubernetesClient(Connect(server));
        var owner = new OwnerReference("apps/v1", "DaemonSet", "node-logger", Uid.Parse("96b9aeee-873a-4ec3-aa51-1d49da6ed34d"));
        var store = new LeaseStateStore(client, new LeaseStateStoreOptions { Namespace = "hexcovery", LeaseName = "agent-node-1", Holder = "pod", Owner = owner });
        await store.WriteAsync("positions", new byte[100_000], default);
        await store.WriteAsync("positions", new byte[] { 1, 2, 3 }, default);
        Assert.Equal([1, 2, 3], (await store.ReadAsync("positions", default))!);

        var election = new LeaderElection(client, new LeaderElectionOptions { Namespace = "hexcovery", LeaseName = "agent", Identity = "me", Owner = owner, RetryPeriod = TimeSpan.FromSeconds(0.2) });
        var led = new TaskCompletionSource<int>();
        var running = election.RunAsync(
            async term =>
            {
                await term.State.WriteAsync("watermark", new byte[] { 7 }, term.Ended);
                led.SetResult(term.Epoch);
                await Task.Delay(Timeout.InfiniteTimeSpan, term.Ended);
            },
            _stop.Token);
        Assert.Equal(1, await led.Task.WaitAsync(Limit));
        await StopAsync(running);
        var lease = server.Objects.Find("leases.coordination.k8s.io", "hexcovery", "agent")!;
        Assert.Equal("", lease["spec"]!["holderIdentity"]!.GetValue<string>());
        Assert.Equal("node-logger", lease["metadata"]!["ownerReferences"]![0]!["name"]!.GetValue<string>());
        Assert.Equal(1, await LeaseStateStore.PruneAsync(client, "hexcovery", LeaseStateStoreOptions.DefaultGroup, _ => false, default));
        Assert.Equal(
            new[] { "create", "delete", "get", "list", "patch", "watch" }.Select(verb => $"{verb} leases.coordination.k8s.io"),
            server.Requests.Permissions);
    }

    [Fact]
    public async Task Usage_comes_and_goes_with_the_metrics_api()
    {
        await using var server = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(100)) });
        using var client = new KubernetesClient(Connect(server));
        var pods = await new MetricsApi(client).ReadPodsAsync();
        Assert.InRange(pods.Readings.Count, 50, 100);
        foreach (var (state, expected) in new[]
        {
            (MetricsApiState.Absent, UsageAvailability.Absent), (MetricsApiState.Forbidden, UsageAvailability.Forbidden), (MetricsApiState.Empty, UsageAvailability.Available),
        })
        {
            server.Metrics.State = state;
            var usage = await new MetricsApi(client).ReadNodesAsync();
            Assert.Equal((expected, 0), (usage.Availability, usage.Readings.Count));
        }
    }

    [Fact]
    public async Task Events_reach_a_store_that_holds_them_back()
    {
        await using var server = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(600) with { Events = 3000 }) });
        using var client = new KubernetesClient(Connect(server));
        var store = new SlowStore();
        var reflector = client.CreateReflector<Event>(new ResourceQuery(ResourceType.Events), new Projections().Event, store, streamInitialList: false);
        var running = reflector.RunAsync(_stop.Token);
        await EventuallyAsync(() => store.Held > 0);
        Assert.InRange(store.Count, 1, 500);
        store.Open.SetResult();
        await reflector.Status.Settled.WaitAsync(Limit);
        Assert.Equal(3000, store.Count);
        Assert.Equal(6, server.Requests.Count("list", "events"));
        await StopAsync(running);
    }

    public void Dispose()
    {
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private KubernetesConnection Connect(SimulatedCluster server) => Connect(server.KubeconfigYaml());

    private KubernetesConnection Connect(string yaml)
    {
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(path, yaml);
        return KubernetesConnection.FromKubeconfig(path);
    }

    private static bool Same(SimulatedCluster server, ResourceCache<Pod> cache)
    {
        var expected = server.Objects.Names("pods").Select(name => $"{name.Namespace}/{name.Name} {Phase(server.Objects.Find("pods", name.Namespace, name.Name))}").Order(StringComparer.Ordinal);
        return expected.SequenceEqual(cache.Snapshot.Select(pod => $"{pod} {pod.Phase}").Order(StringComparer.Ordinal));
    }

    private static string? Phase(JsonObject? pod) => pod?["status"]?["phase"]?.GetValue<string>();

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var end = Environment.TickCount64 + (long)Limit.TotalMilliseconds; !condition();)
        {
            Assert.True(Environment.TickCount64 < end, "it did not come about within a minute");
            await Task.Delay(100);
        }
    }

    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running.WaitAsync(Limit);
    }

    private sealed class SlowStore : IResourceStore<Event>
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; private set; }

        public int Held { get; private set; }

        public void BeginReplace() => Count = 0;

        public void Upsert(Event item) => Count++;

        public void Remove(Event item) => Count--;

        public void EndReplace()
        {
        }

        public void AbortReplace()
        {
        }

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            Held++;
            await Open.Task.WaitAsync(cancellationToken);
        }
    }
}
