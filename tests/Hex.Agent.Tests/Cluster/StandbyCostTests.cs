using System.Globalization;
using Hex.Agent.Cluster;
using Hex.Agent.Configuration;
using Hex.Kubernetes;
using Hex.Testing.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Agent.Tests.Cluster;

/// <summary>
/// What agents that do not lead ask of an API server. HEX_STANDBYS=200 HEX_STANDBY_SECONDS=120 counts as many with the durations of the default configuration.
/// </summary>
public class StandbyCostTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_hundred_standbys_read_the_lease_now_and_then_and_ask_nothing_else()
    {
        var standbys = Number("HEX_STANDBYS") ?? 200;
        var time = Number("HEX_STANDBY_SECONDS") is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(10);
        var lease = Number("HEX_STANDBY_SECONDS") is null ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(15);
        await using var cluster = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Contents = ClusterContents.Empty });
        using var stop = new CancellationTokenSource();
        var configuration = ConfigurationReader.Read(new ConfigurationSources(
            null, new Dictionary<string, string>(), ["exporters=discard", "leaderElection.enabled=true", $"leaderElection.leaseDuration={lease.TotalSeconds}s"])).Configuration!;
        var connection = new ClusterConnection(new KubernetesConnection(cluster.HttpUrl).WithToken(cluster.Token), "default", IsInCluster: true);
        var clients = new List<KubernetesClient>();
        var contests = new List<Task>();
        try
        {
            for (var i = 0; i <= standbys; i++)
            {
                var client = new KubernetesClient(connection.Connection);
                clients.Add(client);
                var election = new ClusterElection(configuration, connection, client, TimeProvider.System, NullLogger<ClusterElection>.Instance);
                contests.Add(election.RunAsync(_ => Task.Delay(Timeout.Infinite, stop.Token), stop.Token));
                if (i == 0)
                    await cluster.Requests.WaitForAsync("patch", "leases.coordination.k8s.io", 1).WaitAsync(TimeSpan.FromSeconds(30));
            }

            await cluster.Requests.WaitForWatchesAsync("leases.coordination.k8s.io", standbys + 1).WaitAsync(TimeSpan.FromSeconds(60));
            await Task.Delay(lease);
            cluster.Requests.Clear();
            var started = TimeProvider.System.GetTimestamp();
            await Task.Delay(time);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            var counts = cluster.Requests.Counts;
            foreach (var ((verb, resource), count) in counts)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{standbys} standbys, {elapsed.TotalSeconds:F0} s: {count} {verb} {resource}, {count / elapsed.TotalMinutes / standbys:F2} a minute and standby"));

            // Each reads once per 2/3 to 5/6 of the duration; the leader alone writes.
            var reads = counts[("get", "leases.coordination.k8s.io")] / (double)standbys;
            Assert.InRange(reads, 0.8 * elapsed / lease, (1.5 * elapsed / lease) + 1);
            Assert.InRange(counts[("patch", "leases.coordination.k8s.io")], 1, (elapsed / (lease * 2 / 15)) + 1);
            Assert.Empty(counts.Keys.Except([("get", "leases.coordination.k8s.io"), ("patch", "leases.coordination.k8s.io"), ("watch", "leases.coordination.k8s.io")]));
            Assert.InRange(counts.GetValueOrDefault(("watch", "leases.coordination.k8s.io")), 0, standbys * (1 + (elapsed / TimeSpan.FromMinutes(5))) / 4);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(contests);
            clients.ForEach(client => client.Dispose());
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
