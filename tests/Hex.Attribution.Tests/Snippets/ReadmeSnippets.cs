using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution.Tests.Snippets;

/// <summary>The code of the package's README, seen by the compiler.</summary>
internal static class ReadmeSnippets
{
    public static async Task OwnersAsync(KubernetesClient client, CancellationToken stop)
    {
        #region AttributionOwners
        var options = new AttributionOptions { PodLabels = { "team" } };
        var cluster = new ClusterCache(client, new Projections(options.CreateSelection()));
        cluster.AddPods();
        cluster.AddReplicaSets();
        cluster.AddJobs();
        var watching = cluster.RunAsync(stop);
        await cluster.WaitForSyncAsync(stop);

        var attribution = new ClusterAttribution(new ResourcePool(), options);
        attribution.Update(cluster.Snapshot());
        foreach (var pod in cluster.Snapshot().Get<Pod>())
        {
            var owner = attribution.OwnersOf(pod);
            Console.WriteLine($"{pod} belongs to {(owner.Root ?? owner.Controller)?.Name}: {attribution.Of(pod)}");
        }
        #endregion

        await watching;
    }

    public static Task NodeAsync(KubernetesClient client, ResourcePool resources, CancellationToken stop)
    {
        #region AttributionNode
        var node = new NodeAttribution(client, Environment.GetEnvironmentVariable("NODE_NAME")!, resources);
        var running = node.RunAsync(stop);
        ContainerMetadata? known = node.Resolve(new ContainerIdentity("shop", "cart-0", "d6a2…", "cart"), restart: 0);
        #endregion

        return known is null ? running : Task.CompletedTask;
    }
}
