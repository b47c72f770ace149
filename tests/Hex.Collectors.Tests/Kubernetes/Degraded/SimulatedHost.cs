using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Testing;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Degraded;

/// <summary>Collectors of a simulated cluster over real sockets; their clock is the test's.</summary>
internal sealed class SimulatedHost : IAsyncDisposable
{
    private readonly KubernetesClient _client;

    private SimulatedHost(SimulatedCluster cluster, KubernetesConnection connection, KubernetesCollectorOptions? options)
    {
        Cluster = cluster;
        _client = new KubernetesClient(connection, Time, Log);
        Source = new ClusterSource(_client, options, time: Time, logger: Log);
        Pipeline = new Pipeline(Time);
    }

    /// <summary>The recorded objects are this old, so that recorded usage is current.</summary>
    public FakeTimeProvider Time { get; } = new(RecordedCluster.Time);

    public LogLines Log { get; } = new();

    public SimulatedCluster Cluster { get; }

    public ClusterSource Source { get; }

    public Pipeline Pipeline { get; }

    /// <summary>Starts a cluster and what reads it.</summary>
    /// <param name="rules">What the reader may do; everything when empty.</param>
    /// <param name="contents">What the cluster holds; the recorded objects when null.</param>
    /// <param name="options">What is read and left out.</param>
    public static async Task<SimulatedHost> StartAsync(IReadOnlyList<AccessRule>? rules = null, ClusterContents? contents = null, KubernetesCollectorOptions? options = null)
    {
        var cluster = await SimulatedCluster.StartAsync(new() { Contents = contents ?? ClusterContents.Recorded });
        cluster.Access.SetUser("agent", "token", rules ?? [AccessRule.Everything]);
        var connection = new KubernetesConnection(cluster.Url) { Tls = new KubernetesTls { CertificateAuthorityPem = cluster.CertificateAuthorityPem } }.WithToken("token");
        return new SimulatedHost(cluster, connection, options);
    }

    /// <summary>Everything the leader may do, but for some resources.</summary>
    public static IReadOnlyList<AccessRule> AllBut(params string[] resources) =>
        [.. KubernetesPermissions.Cluster.Where(one => !resources.Contains(one.Resource)).Select(one => new AccessRule([one.Group], [one.Resource], one.Verbs))];

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        await Source.DisposeAsync();
        _client.Dispose();
        await Cluster.DisposeAsync();
    }
}
