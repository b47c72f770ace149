using System.Text.Json.Nodes;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>The stand-alone entry, and churn.</summary>
public sealed class ClusterHostTests
{
    [Fact]
    public async Task Host_serves_until_it_is_cancelled_and_reports()
    {
        var kubeconfig = Path.GetTempFileName();
        var requests = Path.GetTempFileName();
        var output = new FirstLine();
        using var stop = new CancellationTokenSource();
        var run = SimulatedClusterHost.RunAsync(
            ["--pods", "100", "--seed", "3", "--churn", "50", "--kubeconfig", kubeconfig, "--http-kubeconfig", "--requests", requests], output, stop.Token);
        var ready = (await output.Line.WaitAsync(ClusterClient.Soon)).Split(' ');
        Assert.Equal("ready", ready[0]);
        Assert.Contains($"server: {ready[2]}", await File.ReadAllTextAsync(kubeconfig), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri(ready[2]) };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + ready[3]["token=".Length..]);
        Assert.Equal(100, JsonNode.Parse(await http.GetStringAsync("/api/v1/pods"))!["items"]!.AsArray().Count);
        await stop.CancelAsync();
        Assert.Equal(0, await run);
        Assert.Equal("""{"list pods":1}""" + "\n", await File.ReadAllTextAsync(requests));
        File.Delete(kubeconfig);
        File.Delete(requests);
    }

    [Theory]
    [InlineData("--nope")]
    [InlineData("--pods", "many")]
    [InlineData("--pods")]
    [InlineData("--pods", "3", "--nodes", "0")]
    public async Task Wrong_arguments_are_explained(params string[] args)
    {
        var output = new StringWriter();
        Assert.Equal(2, await SimulatedClusterHost.RunAsync(args, output, CancellationToken.None));
        Assert.Contains(SimulatedClusterHost.Usage, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Churn_is_seen_by_a_watch_and_keeps_the_number_of_pods()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(100)) });
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync($"/api/v1/pods?watch=1&resourceVersion={cluster.Objects.Revision}");
        var churn = new ClusterChurn(cluster);
        for (var i = 0; i < 100; i++)
            churn.Step();
        var types = new Dictionary<string, int>();
        for (var i = 0; i < 100; i++)
        {
            var (type, _, _) = await watch.NextEventAsync();
            types[type] = types.GetValueOrDefault(type) + 1;
        }

        Assert.Equal(80, types["MODIFIED"]);
        Assert.Equal(10, types["ADDED"]);
        Assert.Equal(10, types["DELETED"]);
        Assert.Equal(100, cluster.Objects.Count("pods"));
        Assert.Equal(110, cluster.Objects.Count("events"));
    }

    [Fact]
    public async Task Churn_keeps_its_rate()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(100)), TimeProvider = clock });
        var churn = new ClusterChurn(cluster);
        using var stop = new CancellationTokenSource();
        var run = churn.RunAsync(100, stop.Token);
        for (var i = 0; i < 1000 && churn.Changes < 300; i++)
        {
            if (i < 60)
                clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }

        Assert.Equal(300, churn.Changes);
        await stop.CancelAsync();
        await run;
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override Task WriteLineAsync(string? value)
        {
            _line.TrySetResult(value ?? "");
            return base.WriteLineAsync(value);
        }
    }
}
