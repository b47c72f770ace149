using Hex.Collectors.Kubernetes;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Collectors.Tests.Kubernetes.Rules;

/// <summary>SIGNALS, rules 8 and 10: how series end, and when usage is sent.</summary>
public sealed class SeriesRuleTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(RecordedCluster.Time);
    private readonly TestCluster _cluster = TestCluster.Recorded;
    private readonly CollectionOptions _options = new();
    private Pipeline? _pipeline;

    private Pipeline Running => _pipeline ??= new Pipeline(_time, _options);

    public async ValueTask DisposeAsync() => await Running.DisposeAsync();

    [Fact]
    public async Task Rule_8_a_deleted_pod_ends_every_series_it_had_and_nothing_else_once()
    {
        var pods = Pods();
        var before = await Running.TickAsync(pods);
        _cluster.Pods.Remove(_cluster.Pod("web-"));
        var ended = Ended(await Running.TickAsync(pods));
        Assert.Equal(Series(before.Where(point => IsWeb(point))), Series(ended));
        Assert.Empty(Ended(await Running.TickAsync(pods)));
    }

    [Fact]
    public async Task Rule_8_a_reason_that_is_cleared_ends()
    {
        var pod = _cluster.Pod("web-");
        pod["status"]!["reason"] = "Evicted";
        var pods = Pods();
        Assert.Equal(1, (await Running.TickAsync(pods)).Value("k8s.pod.status.reason", "k8s.pod.status.reason=Evicted"));
        pod["status"]!.AsObject().Remove("reason");
        Assert.Equal(["k8s.pod.status.reason{k8s.pod.status.reason=Evicted}"], Ended(await Running.TickAsync(pods)).Select(point => $"{point.Instrument.Name}{point.Attributes}"));
    }

    [Fact]
    public async Task Rule_8_a_condition_that_is_gone_ends()
    {
        var node = new NodeCollector(_cluster.Source(time: _time));
        await Running.TickAsync(node);
        _cluster.List("core-v1.nodes")[0]["status"]!["conditions"]!.AsArray().RemoveAt(0);
        var ended = Ended(await Running.TickAsync(node));
        Assert.Equal(3, ended.Count);
        Assert.All(ended, point => Assert.Equal("k8s.node.condition.status", point.Instrument.Name));
    }

    [Fact]
    public async Task Rule_8_the_same_name_with_a_new_uid_is_a_delete_and_an_add()
    {
        var pods = Pods();
        await Running.TickAsync(pods);
        _cluster.Pod("cart-0")["metadata"]!["uid"] = "00000000-0000-4000-8000-000000000001";
        var after = await Running.TickAsync(pods);
        var ended = Ended(after);
        Assert.NotEmpty(ended);
        Assert.All(ended, point => Assert.Equal("cart-0", point.Resource["k8s.pod.name"]));
        Assert.DoesNotContain(ended, point => point.Resource["k8s.pod.uid"] == "00000000-0000-4000-8000-000000000001");
        Assert.Equal(1, after.Value("k8s.pod.condition", "k8s.pod.uid=00000000-0000-4000-8000-000000000001", "k8s.pod.condition.type=Ready"));
    }

    [Fact]
    public async Task Rule_8_usage_that_is_gone_ends_and_state_goes_on()
    {
        var pods = Pods();
        await Running.TickAsync(pods);
        _cluster.HasUsage = false;
        var after = await Running.TickAsync(pods);
        Assert.Equal(["k8s.pod.cpu.usage", "k8s.pod.memory.working_set"], Ended(after).Select(point => point.Instrument.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(28, after.Find("k8s.pod.terminating").Count);
        Assert.DoesNotContain(after, point => point.Value.HasValue && point.Instrument.Name == "k8s.pod.cpu.usage");
    }

    [Fact]
    public async Task Rule_8_nothing_ends_at_a_stop_or_when_switched_off()
    {
        _options.EndMarkers = false;
        var pods = Pods();
        await Running.TickAsync(pods);
        _cluster.Pods.Clear();
        Assert.Empty(await Running.TickAsync(pods));
        Assert.Empty(await Running.StopAsync());
    }

    [Fact]
    public async Task Rule_8_a_stop_ends_no_series()
    {
        await Running.TickAsync(Pods());
        Assert.Empty(await Running.StopAsync());
    }

    [Fact]
    public async Task Rule_10_usage_has_its_own_time_and_is_sent_once_without_ending()
    {
        var pods = Pods();
        var first = await Running.TickAsync(pods);
        var usage = first.Find("k8s.pod.cpu.usage", "k8s.pod.name=web-*")[0];
        Assert.Equal(_cluster.Find("metrics.k8s.io-v1beta1.pods", "web-")["timestamp"]!.GetValue<string>(), PointText.Time(usage.TimeUnixNano));
        Assert.NotEqual(first.Find("k8s.pod.terminating", "k8s.pod.name=web-*")[0].TimeUnixNano, usage.TimeUnixNano);

        // Not measured again: nothing is sent, nothing ends.
        var second = await Running.TickAsync(pods);
        Assert.Empty(second.Find("k8s.pod.cpu.usage"));
        Assert.Empty(Ended(second));

        // Measured again: one pod's points, at the new time.
        var metrics = _cluster.Find("metrics.k8s.io-v1beta1.pods", "web-");
        metrics["timestamp"] = "2026-11-21T12:16:01Z";
        metrics["containers"]![0]!["usage"]!["cpu"] = "250m";
        var third = await Running.TickAsync(pods);
        Assert.Equal([("web", 0.25, "2026-11-21T12:16:01Z")], third.Find("k8s.pod.cpu.usage").Select(point => (point.Resource["service.name"], point.Value.AsDouble, PointText.Time(point.TimeUnixNano))));
        Assert.Empty(Ended(third));

        // An older answer (another replica of metrics-server) is not sent either.
        metrics["timestamp"] = "2026-11-21T12:15:40Z";
        Assert.Empty((await Running.TickAsync(pods)).Find("k8s.pod.cpu.usage"));
    }

    [Fact]
    public async Task Rule_10_every_collector_judges_for_itself_which_usage_is_new()
    {
        var source = _cluster.Source(time: _time);
        ICollector[] all = [new PodCollector(source), new ContainerCollector(source), new NamespaceCollector(source), new NodeCollector(source)];
        var first = await Running.TickAsync(all);
        string[] metrics = ["k8s.pod.cpu.usage", "container.cpu.usage", "k8s.namespace.cpu.usage", "k8s.node.cpu.usage"];
        Assert.All(metrics, metric => Assert.NotEmpty(first.Find(metric)));
        var second = await Running.TickAsync(all);
        Assert.All(metrics, metric => Assert.Empty(second.Find(metric)));
        Assert.Empty(Ended(second));
    }

    [Fact]
    public async Task Rule_10_a_measurement_of_an_earlier_pod_of_the_same_name_is_not_this_pods()
    {
        _cluster.Pod("cart-0")["metadata"]!["creationTimestamp"] = "2026-11-21T12:15:29Z";
        var points = await _cluster.CollectAsync(source => new PodCollector(source));
        Assert.Null(points.Value("k8s.pod.cpu.usage", "k8s.pod.name=cart-0"));
        Assert.NotNull(points.Value("k8s.pod.cpu.usage", "k8s.pod.name=web-*"));
    }

    private PodCollector Pods() => new(_cluster.Source(time: _time));

    private static bool IsWeb(MetricPoint point) => point.Resource["service.name"] == "web";

    private static List<MetricPoint> Ended(IEnumerable<MetricPoint> points) => [.. points.Where(point => !point.Value.HasValue)];

    private static IEnumerable<string> Series(IEnumerable<MetricPoint> points) =>
        points.Select(point => $"{point.Resource["k8s.pod.name"]} {point.Instrument.Name}{point.Attributes}").Order(StringComparer.Ordinal);
}
