using System.Globalization;
using System.Text;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Cost;

/// <summary>What a collection of all Kubernetes collectors costs, and that it grows with the cluster and not faster. HEX_COST=1 measures large clusters too.</summary>
[Collection(Hex.Collectors.Tests.Host.Machine.AloneCollection.Name)]
public class CollectionCostTests(ITestOutputHelper output)
{
    private static readonly bool Large = Environment.GetEnvironmentVariable("HEX_COST") == "1";

    [Fact]
    public async Task A_collection_allocates_per_object_at_most_and_its_cost_grows_linearly()
    {
        List<Cost> costs = [];
        foreach (var pods in Large ? [1000, 5000, 20_000] : (int[])[250, 1000])
        {
            costs.Add(await MeasureAsync(pods));
        }

        var table = new StringBuilder("pods | points | CPU ms | µs per pod | bytes per pod | bytes per point\n");
        foreach (var cost in costs)
        {
            table.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{cost.Pods} | {cost.Points} | {cost.Cpu.TotalMilliseconds:F1} | {cost.Cpu.TotalMicroseconds / cost.Pods:F1} | {cost.Bytes / cost.Pods} | {(double)cost.Bytes / cost.Points:F2}"));
        }

        output.WriteLine(table.ToString());

        // Usage is new each time, and of a pod costs one entry in an index; nothing is allocated per series.
        Assert.All(costs, cost => Assert.InRange((double)cost.Bytes / cost.Points, 0, 8));
        Assert.InRange((double)costs[^1].Points / costs[^1].Pods / ((double)costs[0].Points / costs[0].Pods), 0.8, 1.25);
        if (Large)
        {
            // Four times the pods may cost more than four times as much by what leaves the caches, not by more.
            Assert.InRange(costs[^1].Cpu / costs[^1].Pods / (costs[1].Cpu / costs[1].Pods), 0, 2);
        }
    }

    private static async Task<Cost> MeasureAsync(int pods)
    {
        var feed = await FrozenFeed.OfAsync(pods);
        var collectors = KubernetesCollectors.Create(new ClusterSource(feed, new(), attribution: null, time: null, logger: null));
        var pool = new ResourcePool();
        for (var warm = 0; warm < 5; warm++)
        {
            await CycleAsync(feed, collectors, pool);
        }

        // Other processes disturb only upwards: the cheapest of a few counts.
        var best = new Cost(pods, 0, TimeSpan.MaxValue, long.MaxValue);
        for (var round = 0; round < 5; round++)
        {
            var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
            var points = await CycleAsync(feed, collectors, pool);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            best = new Cost(pods, points, cpu < best.Cpu ? cpu : best.Cpu, Math.Min(bytes, best.Bytes));
        }

        return best;
    }

    private static async Task<long> CycleAsync(FrozenFeed feed, IReadOnlyList<KubernetesCollector> collectors, ResourcePool pool)
    {
        feed.Tick();
        long points = 0;
        foreach (var collector in collectors)
        {
            using var writer = new MetricWriter(pool, feed.Now, static batch => batch.Dispose());
            await collector.CollectAsync(writer, CancellationToken.None);
            writer.Flush();
            points += writer.Count;
        }

        return points;
    }

    private sealed record Cost(int Pods, long Points, TimeSpan Cpu, long Bytes);

    /// <summary>A generated cluster that stands still but for its usage.</summary>
    private sealed class FrozenFeed(ClusterSnapshot snapshot, UsageSnapshot<NodeUsage> nodes, UsageSnapshot<PodUsage> pods) : IClusterFeed
    {
        private UsageSnapshot<NodeUsage>? _nodes;
        private UsageSnapshot<PodUsage>? _pods;
        private long _tick;

        public long Now => 1_800_000_000_000_000_000 + (_tick * 30_000_000_000);

        public IReadOnlyList<WatchStatus> Watches => [];

        public static async Task<FrozenFeed> OfAsync(int pods)
        {
            var size = ClusterSize.OfPods(pods);
            await using var server = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(size) });
            using var client = new KubernetesClient(new KubernetesConnection(server.HttpUrl).WithToken(server.Token));
            await using var source = new ClusterSource(client, new() { SyncTimeout = TimeSpan.FromMinutes(5) });
            foreach (var collector in KubernetesCollectors.Create(source))
            {
                await CollectedMetrics.FromAsync(collector);
            }

            var usage = new MetricsApi(client);
            return new FrozenFeed(source.Snapshot(), await usage.ReadNodesAsync(), await usage.ReadPodsAsync());
        }

        /// <summary>Thirty seconds later everything was measured anew.</summary>
        public void Tick()
        {
            _tick++;
            var time = new Timestamp(Now);
            _nodes = new(UsageAvailability.Available, [.. nodes.Readings.Select(reading => reading with { Time = time })]);
            _pods = new(UsageAvailability.Available, [.. pods.Readings.Select(reading => reading with { Time = time })]);
        }

        public void Add(ClusterKinds kinds)
        {
            // Everything is there.
        }

        public ValueTask<IReadOnlyList<MissingKind>> WaitAsync(ClusterKinds kinds, CancellationToken cancellationToken) => new([]);

        public ClusterSnapshot Snapshot(ClusterKinds kinds) => snapshot;

        public Task<UsageSnapshot<NodeUsage>?> NodeUsageAsync(CancellationToken cancellationToken) => Task.FromResult(_nodes);

        public Task<UsageSnapshot<PodUsage>?> PodUsageAsync(CancellationToken cancellationToken) => Task.FromResult(_pods);

        public Task StopAsync() => Task.CompletedTask;
    }
}
