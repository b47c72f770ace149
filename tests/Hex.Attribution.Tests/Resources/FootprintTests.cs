using System.Diagnostics;
using Hex.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Attribution.Tests.Resources;

/// <summary>What the resources of 5,000 pods and their containers cost, with every kind of owner known.</summary>
public class FootprintTests(ITestOutputHelper output)
{
    private const int Pods = 5000;

    [Fact]
    public async Task Resources_of_five_thousand_pods_stay_small_and_are_made_once()
    {
        var snapshot = await SnapshotAsync();
        var containers = snapshot.Get<Pod>().Sum(pod => pod.Containers.Count);
        var pool = new ResourcePool();
        var attribution = new ClusterAttribution(pool);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        attribution.Update(snapshot);
        foreach (var pod in snapshot.Get<Pod>())
        {
            attribution.Of(pod);
        }

        var podTime = Stopwatch.GetElapsedTime(started);
        var podBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        started = Stopwatch.GetTimestamp();
        var first = All(attribution, snapshot);
        var containerTime = Stopwatch.GetElapsedTime(started);
        var allBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        started = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        attribution.Update(snapshot);
        var again = All(attribution, snapshot);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var againTime = Stopwatch.GetElapsedTime(started);
        var used = Environment.CpuUsage.UserTime;
        for (var i = 0; i < 20; i++)
        {
            attribution.Update(snapshot);
            All(attribution, snapshot);
        }

        var steady = (Environment.CpuUsage.UserTime - used) / 20;
        GC.KeepAlive(attribution);

        output.WriteLine($"{Pods} pods: {podTime.TotalMilliseconds:F1} ms, {podBytes / 1024} KiB; with {containers} containers: + {containerTime.TotalMilliseconds:F1} ms, {allBytes / 1024} KiB in all");
        output.WriteLine($"once more, unchanged: {againTime.TotalMilliseconds:F1} ms, {allocated} bytes allocated; warm {steady.TotalMilliseconds:F1} CPU-ms");
        Assert.Equal(Pods, snapshot.Get<Pod>().Count);
        Assert.Equal(first, again);
        Assert.Equal(0, allocated);
        Assert.InRange(podBytes / Pods, 1, 2048);
        Assert.InRange(allBytes / (Pods + containers), 1, 2048);
    }

    private static int All(ClusterAttribution attribution, ClusterSnapshot snapshot)
    {
        var hash = 0;
        foreach (var pod in snapshot.Get<Pod>())
        {
            hash ^= attribution.Of(pod).Attributes.GetHashCode();
            for (var i = 0; i < pod.Containers.Count; i++)
            {
                hash ^= attribution.Of(pod, i).Attributes.GetHashCode();
            }
        }

        return hash;
    }

    private static async Task<ClusterSnapshot> SnapshotAsync()
    {
        await using var server = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(Pods)) });
        using var client = new KubernetesClient(
            new KubernetesConnection(server.Url) { Tls = new() { CertificateAuthorityPem = server.CertificateAuthorityPem } }.WithToken(server.Token));
        var cluster = new ClusterCache(client, new Projections(new AttributionOptions().CreateSelection()));
        cluster.AddPods();
        cluster.AddNodes();
        cluster.AddNamespaces();
        cluster.AddReplicaSets();
        cluster.AddStatefulSets();
        cluster.AddDaemonSets();
        cluster.AddJobs();
        using var stop = new CancellationTokenSource();
        var running = cluster.RunAsync(stop.Token);
        await cluster.WaitForSyncAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var snapshot = cluster.Snapshot(TimeSpan.Zero);
        await stop.CancelAsync();
        await running;
        return snapshot;
    }
}
