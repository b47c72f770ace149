using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Degraded;

/// <summary>The API server may be away: from the start, for minutes, for longer.</summary>
public class OutageTests
{
    [Fact]
    public async Task Through_an_outage_the_last_state_is_sent_then_none_and_after_it_the_new_one()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false });
        var pods = new PodCollector(host.Source);
        Assert.Equal(28, (await host.Pipeline.TickAsync(pods)).Find("k8s.pod.terminating").Count);
        await host.Cluster.StopListeningAsync();
        host.Cluster.Objects.Delete("pods", "shop", "cart-0");

        // Minutes: the last state goes on.
        for (var minute = 0; minute < 3; minute++)
        {
            Assert.Equal(28, (await host.Pipeline.TickAsync(pods)).Count(point => point.Instrument.Name == "k8s.pod.terminating" && point.Value.HasValue));
        }

        // Longer: what is that old is nobody's state, and not the end of any series either.
        for (var tick = 0; host.Pipeline.Status[0].LastError is null; tick++)
        {
            Assert.InRange(tick, 0, 30);
            Assert.All(await host.Pipeline.TickAsync(pods), point => Assert.True(point.Value.HasValue));
        }

        Assert.Contains("pods is too old", host.Pipeline.Status[0].LastError, StringComparison.Ordinal);
        Assert.Empty(await host.Pipeline.TickAsync(pods));

        await host.Cluster.ListenAgainAsync();
        List<MetricPoint> back = [];
        for (var tick = 0; host.Pipeline.Status[0].LastError is not null; tick++)
        {
            Assert.InRange(tick, 0, 100);
            back.AddRange(await host.Pipeline.TickAsync(pods));
            await Task.Delay(100);
        }

        Assert.Equal(27, back.Count(point => point.Instrument.Name == "k8s.pod.terminating" && point.Value.HasValue));
        var ended = Assert.Single(back, point => point.Instrument.Name == "k8s.pod.terminating" && !point.Value.HasValue);
        Assert.Equal("cart-0", ended.Resource["k8s.pod.name"]);
    }

    [Fact]
    public async Task Without_a_server_a_collection_fails_naming_it_and_the_first_emission_waits_for_the_sync()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false, SyncTimeout = TimeSpan.FromSeconds(5) });
        await host.Cluster.StopListeningAsync();
        var nodes = new NodeCollector(host.Source);
        var tick = host.Pipeline.TickAsync(nodes);
        await Pipeline.UntilAsync(() => host.Source.Watches is { Count: > 0 } watches && watches.All(watch => watch.LastError is not null));
        Assert.Empty(await LetPassAsync(host, tick));
        Assert.Contains("cannot list and watch nodes", host.Pipeline.Status[0].LastError, StringComparison.Ordinal);

        await host.Cluster.ListenAgainAsync();

        // The clock runs faster than the machine: what a tick finds late, the next one has.
        IReadOnlyList<MetricPoint> points = [];
        for (var ticks = 0; points.Count == 0; ticks++)
        {
            Assert.InRange(ticks, 0, 100);
            points = await LetPassAsync(host, host.Pipeline.TickAsync(nodes));
            await Task.Delay(50);
        }

        Assert.Null(host.Pipeline.Status[0].LastError);
    }

    [Fact]
    public async Task A_kind_that_never_settles_is_waited_for_once()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false });
        using var list = host.Cluster.Faults.During("list", "jobs.batch", ApiFault.Status(500));
        using var watch = host.Cluster.Faults.During("watch", "jobs.batch", ApiFault.Status(500));
        ICollector[] collectors = [new JobCollector(host.Source), new PodCollector(host.Source)];
        Assert.NotEmpty((await LetPassAsync(host, host.Pipeline.TickAsync(collectors))).Find("k8s.pod.terminating"));

        // The next tick begins by itself; from then on no time passes, so that whoever waits waits for ever.
        var points = await host.Pipeline.TickAsync(collectors).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.All(host.Pipeline.Status, one => Assert.True(one.LastDuration < TimeSpan.FromSeconds(1), $"{one.Name} took {one.LastDuration}"));
        Assert.NotEmpty(points.Find("k8s.pod.terminating"));
        Assert.NotEmpty(points.Find("k8s.cronjob.suspended"));
        Assert.Empty(points.Find("k8s.job.suspended"));
    }

    [Fact]
    public async Task A_cluster_nobody_collects_is_not_watched_on_and_collecting_begins_anew()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false });
        await CollectedMetrics.FromAsync(Nodes(out var nodes));
        await host.Cluster.Requests.WaitForWatchesAsync("nodes", 1);
        host.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEmpty(await CollectedMetrics.FromAsync(nodes));
        host.Time.Advance(TimeSpan.FromMinutes(8));
        await host.Cluster.Requests.WaitForWatchesAsync("nodes", 0).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(host.Source.Watches);
        Assert.NotEmpty(await CollectedMetrics.FromAsync(nodes));

        await host.Source.StopAsync();
        await host.Cluster.Requests.WaitForWatchesAsync("nodes", 0).WaitAsync(TimeSpan.FromSeconds(30));

        NodeCollector Nodes(out NodeCollector collector) => collector = new NodeCollector(host.Source);
    }

    [Fact]
    public async Task The_snapshot_of_the_first_tick_has_what_a_collector_waited_for()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false });
        using var slow = host.Cluster.Faults.During("watch", "nodes", ApiFault.Delay(TimeSpan.FromMilliseconds(500)));
        var points = await host.Pipeline.TickAsync(new JobCollector(host.Source), new NodeCollector(host.Source));
        Assert.Equal(4, points.Find("k8s.job.suspended").Count);
        Assert.Equal(2, points.Value("k8s.node.cpu.capacity"));
    }

    [Fact]
    public async Task Resources_of_the_first_tick_know_their_cluster_and_do_not_change()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false });
        using var slow = host.Cluster.Faults.During("watch", "namespaces", ApiFault.Delay(TimeSpan.FromMilliseconds(500)));
        ICollector[] collectors = [new PodCollector(host.Source), new NamespaceCollector(host.Source)];
        var first = await host.Pipeline.TickAsync(collectors);
        Assert.All(first, point => Assert.Equal("46f80e4a-ddf7-4294-9940-c3ca8b51b6a9", point.Resource["k8s.cluster.uid"]));
        Assert.DoesNotContain(await host.Pipeline.TickAsync(collectors), point => !point.Value.HasValue);
    }

    [Fact]
    public async Task Collectors_of_a_tick_see_one_snapshot()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false });
        var (nodes, namespaces) = (new NodeCollector(host.Source), new NamespaceCollector(host.Source));
        await CollectedMetrics.FromAsync(nodes);
        await CollectedMetrics.FromAsync(namespaces);
        host.Time.Advance(TimeSpan.FromSeconds(2));
        var before = await CollectedMetrics.FromAsync(nodes);
        var pods = host.Source.Watches.First(watch => watch.Query.Type == ResourceType.Pods);
        var frames = pods.Frames;
        host.Cluster.Objects.Delete("pods", "shop", "cart-0");
        await Pipeline.UntilAsync(() => pods.Frames > frames);
        var sums = (await CollectedMetrics.FromAsync(namespaces)).Find("k8s.namespace.cpu.request").Sum(point => point.Value.AsDouble);
        Assert.Equal(before.Value("k8s.node.cpu.request")!.Value + 64, sums, 9);

        // The next tick has the change.
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await Pipeline.UntilAsync(() =>
        {
            // A frame is counted before it is in the cache, and a snapshot is shared for a second.
            host.Time.Advance(TimeSpan.FromSeconds(2));
            return host.Source.Snapshot().Get<Pod>().Count == 27;
        });
        Assert.Equal(0.21, (await CollectedMetrics.FromAsync(nodes)).Value("k8s.node.cpu.request"));
    }

    /// <summary>Lets time pass until a tick has ended.</summary>
    private static async Task<IReadOnlyList<MetricPoint>> LetPassAsync(SimulatedHost host, Task<IReadOnlyList<MetricPoint>> tick)
    {
        while (!tick.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(50);
        }

        return await tick;
    }
}
