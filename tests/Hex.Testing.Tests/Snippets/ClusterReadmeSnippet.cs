using Hex.Testing.Cluster;
using Hex.Testing.Tests.Cluster;

namespace Hex.Testing.Tests.Snippets;

public sealed class ClusterReadmeSnippet
{
    [Fact]
    public async Task Example_of_the_cluster_readme_passes()
    {
        #region ClusterReadme
        await using var cluster = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Generated(ClusterSize.OfPods(100)) });
        await using var agent = StartYourAgent(cluster.KubeconfigYaml());
        await cluster.Requests.WaitForWatchesAsync("pods", 1);

        // Change the cluster as its controllers would.
        var (ns, name) = cluster.Objects.Names("pods")[0];
        cluster.Objects.Change("pods", ns, name, pod => pod["status"]!["phase"] = "Failed");
        cluster.Objects.Delete("pods", ns, name);

        // Make it fail.
        cluster.ExpireHistory("pods");
        cluster.Faults.Next(3, "list", "pods", ApiFault.Status(503, retryAfterSeconds: 1));
        cluster.Faults.Next(1, "watch", "pods", ApiFault.ResetAfter(bytes: 1234));
        cluster.Metrics.State = MetricsApiState.Unavailable;
        cluster.DropConnections();

        // See what was asked of it.
        await cluster.Requests.WaitForAsync("list", "pods", 2);
        Assert.DoesNotContain(cluster.Requests.Permissions, permission => permission.Contains("secrets", StringComparison.Ordinal));
        #endregion
        Assert.Equal(["list pods", "watch pods"], cluster.Requests.Permissions);
        Assert.Equal(99, cluster.Objects.Count("pods"));
    }

    private static ListingAgent StartYourAgent(string kubeconfig) => new(kubeconfig);

    /// <summary>The smallest agent there is: lists and watches pods, again and again.</summary>
    private sealed class ListingAgent : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public ListingAgent(string kubeconfig) => _running = RunAsync(new KubeconfigClient(kubeconfig), _stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
        }

        private static async Task RunAsync(KubeconfigClient client, CancellationToken ct)
        {
            using var _ = client;
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    await client.Http.GetStringAsync("/api/v1/pods?limit=500", ct);
                    using var watch = await client.Http.GetStreamAsync("/api/v1/pods?watch=1", ct);
                    await watch.CopyToAsync(Stream.Null, ct);
                }
                catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
                {
                    // Again.
                }
            }
        }
    }
}
