using System.Buffers;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hex.Collectors.Tests.Kubernetes.Snippets;

/// <summary>The README's Kubernetes collectors, as they compile and run.</summary>
public class KubernetesSnippets
{
    [Fact]
    public async Task A_host_collects_what_is_switched_on()
    {
        await using var server = await SimulatedCluster.StartAsync();
        var services = new ServiceCollection();
        var points = new PointSink();
        services.AddSingleton(Client(server));

        #region KubernetesBuilder
        services.AddHex(hex => hex
            .AddKubernetesCollectors(o => o.ExcludeNamespaces.Add("kube-*"))
            .AddMetricExporter(_ => points)
            .ConfigureCollection(o =>
            {
                o.Collectors["hpa"] = new() { Enabled = false };                       // not collected, and not watched
                o.Collectors["pod"] = new() { Interval = TimeSpan.FromSeconds(15) };
                o.DisabledMetrics.Add("k8s.pod.condition");
            }));
        #endregion

        services.Configure<CollectionOptions>(o => o.Splay = TimeSpan.Zero);
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var hosted = provider.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        string[] collected = ["k8s.node.unschedulable", "k8s.namespace.phase", "k8s.pod.terminating", "k8s.container.ready", "k8s.deployment.paused", "k8s.job.suspended", "k8s.persistentvolumeclaim.status.phase"];
        await Pipeline.UntilAsync(() => collected.All(points.Names.Contains));
        foreach (var service in hosted)
        {
            await service.StopAsync(CancellationToken.None);
        }

        Assert.DoesNotContain("k8s.pod.condition", points.Names);
        Assert.DoesNotContain("k8s.hpa.pod.min", points.Names);
        Assert.DoesNotContain("kube-system", points.Namespaces);
        Assert.Equal(0, server.Requests.Count("*", "horizontalpodautoscalers.autoscaling"));
    }

    [Fact]
    public async Task One_collector_alone_collects_a_cluster()
    {
        await using var server = await SimulatedCluster.StartAsync();
        var client = Client(server);
        var text = new StringWriter();

        #region KubernetesConstructors
        await using var cluster = new ClusterSource(client);
        var pods = new PodCollector(cluster);
        foreach (var point in await CollectedMetrics.FromAsync(pods))
        {
            text.WriteLine(point);
        }
        #endregion

        Assert.Contains("k8s.pod.status.phase{k8s.pod.status.phase=Running} = 1", text.ToString(), StringComparison.Ordinal);
        client.Dispose();
    }

    [Fact]
    public async Task A_test_needs_no_server()
    {
        await using var list = File.OpenRead(Path.Combine(Hex.Shared.Repository.Fixtures, "kubernetes", "lists", "core-v1.nodes.json"));

        #region KubernetesFixed
        var nodes = await ResourceSnapshot.FromListAsync<Node>(list, new Projections().Node);
        var collector = new NodeCollector(ClusterSource.Of(ClusterSnapshot.Empty.With(nodes)));
        var points = await CollectedMetrics.FromAsync(collector);
        #endregion

        Assert.Equal(2, points.Value("k8s.node.cpu.capacity"));
    }

    private static KubernetesClient Client(SimulatedCluster server) =>
        new(new KubernetesConnection(server.Url) { Tls = new KubernetesTls { CertificateAuthorityPem = server.CertificateAuthorityPem } }.WithToken(server.Token));

    /// <summary>Keeps the names of what is sent.</summary>
    private sealed class PointSink : PointMetricExporter
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _names = [];
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _namespaces = [];

        public ICollection<string> Names => _names.Keys;

        public ICollection<string> Namespaces => _namespaces.Keys;

        public override string Name => "sink";

        protected override void Encode(in MetricPoint point, IBufferWriter<byte> output)
        {
            _names[point.Instrument.Name] = true;
            _namespaces[point.Resource["k8s.namespace.name"] ?? ""] = true;
            output.Write("."u8);
        }

        protected override ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> points, int count, CancellationToken cancellationToken) => new(ExportResult.Accepted);
    }
}
