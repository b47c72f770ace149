using Hex.Collectors.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Degraded;

/// <summary>The Metrics API may be absent, down, empty, forbidden, and come back.</summary>
public class UsageTests
{
    [Theory]
    [InlineData(MetricsApiState.Absent)]
    [InlineData(MetricsApiState.Unreachable)]
    [InlineData(MetricsApiState.Unavailable)]
    [InlineData(MetricsApiState.Forbidden)]
    [InlineData(MetricsApiState.Empty)]
    public async Task Without_usage_state_goes_on_one_warning_is_given_and_usage_comes_back(MetricsApiState state)
    {
        await using var host = await SimulatedHost.StartAsync();
        ICollector[] all = [new PodCollector(host.Source), new ContainerCollector(host.Source), new NamespaceCollector(host.Source), new NodeCollector(host.Source)];
        host.Cluster.Metrics.State = state;
        var first = await host.Pipeline.TickAsync(all);
        Assert.Equal(28, first.Find("k8s.pod.terminating").Count);
        Assert.Equal(0.26, first.Value("k8s.node.cpu.request"));
        Assert.DoesNotContain(first, point => IsUsage(point.Instrument));
        var requests = host.Cluster.Requests.Count("list", "pods.metrics.k8s.io");
        for (var tick = 0; tick < 3; tick++)
        {
            var points = await host.Pipeline.TickAsync(all);
            Assert.Equal(28, points.Find("k8s.pod.terminating").Count);
            Assert.DoesNotContain(points, point => IsUsage(point.Instrument));
        }

        if (state == MetricsApiState.Empty)
        {
            Assert.Empty(host.Log.Warnings);
        }
        else
        {
            // One of nodes, one of pods; and asked again less and less often.
            Assert.Equal(2, host.Log.Warnings.Count());
            Assert.Single(host.Log.Warnings, line => line.Contains("pods.metrics.k8s.io", StringComparison.Ordinal));
            Assert.InRange(host.Cluster.Requests.Count("list", "pods.metrics.k8s.io") - requests, 1, 3);
        }

        host.Cluster.Metrics.State = MetricsApiState.Serving;
        host.Cluster.Metrics.Live = true;
        host.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        for (var tick = 0; tick < 12; tick++)
        {
            var points = await host.Pipeline.TickAsync(all);
            if (points.Any(point => IsUsage(point.Instrument)))
            {
                Assert.NotEmpty(points.Find("k8s.pod.cpu.usage"));
                Assert.Equal(state == MetricsApiState.Empty ? 0 : 2, host.Log.Warnings.Count());
                return;
            }

            host.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        }

        Assert.Fail("no usage within twelve ticks");
    }

    [Fact]
    public async Task Usage_that_goes_away_ends_without_zeros()
    {
        await using var host = await SimulatedHost.StartAsync();
        var pods = new PodCollector(host.Source);
        var first = await host.Pipeline.TickAsync(pods);
        Assert.NotEmpty(first.Find("k8s.pod.cpu.usage"));
        host.Cluster.Metrics.State = MetricsApiState.Unavailable;
        var second = await host.Pipeline.TickAsync(pods);
        Assert.Equal(first.Find("k8s.pod.cpu.usage").Count, second.Find("k8s.pod.cpu.usage").Count);
        Assert.All(second.Find("k8s.pod.cpu.usage"), point => Assert.False(point.Value.HasValue));
        Assert.Empty((await host.Pipeline.TickAsync(pods)).Find("k8s.pod.cpu.usage"));
    }

    [Fact]
    public async Task A_metrics_api_that_hangs_holds_state_back_for_five_seconds_at_most()
    {
        await using var host = await SimulatedHost.StartAsync();
        host.Cluster.Faults.During("list", "pods.metrics.k8s.io", ApiFault.Hang());
        var pods = new PodCollector(host.Source);
        var tick = host.Pipeline.TickAsync(pods);
        await host.Cluster.Requests.WaitForAsync("list", "pods.metrics.k8s.io", 1);
        while (!tick.IsCompleted)
        {
            // Slowly: the collector's own limit of 20 s must not come before it has run on a busy machine.
            host.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(50);
        }

        Assert.Equal(28, (await tick).Find("k8s.pod.terminating").Count);
        Assert.Null(host.Pipeline.Status[0].LastError);
        Assert.InRange(host.Pipeline.Status[0].LastDuration.TotalSeconds, 4, 15);
    }

    [Fact]
    public async Task Usage_switched_off_asks_for_none()
    {
        await using var host = await SimulatedHost.StartAsync(options: new() { Usage = false });
        var points = await host.Pipeline.TickAsync(new PodCollector(host.Source), new NodeCollector(host.Source));
        Assert.Equal(28, points.Find("k8s.pod.terminating").Count);
        Assert.DoesNotContain(points, point => IsUsage(point.Instrument));
        Assert.DoesNotContain(host.Cluster.Requests.Latest, request => request.Group == "metrics.k8s.io");
    }

    private static bool IsUsage(Instrument instrument) =>
        instrument.Name.Contains("usage", StringComparison.Ordinal) && instrument.Name != "k8s.node.pod.usage"
        || instrument.Name.Contains("working_set", StringComparison.Ordinal) || instrument.Name.Contains("utilization", StringComparison.Ordinal);
}
