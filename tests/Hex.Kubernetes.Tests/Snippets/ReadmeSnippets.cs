using System.Text.Json;

namespace Hex.Kubernetes.Tests.Snippets;

/// <summary>The code of the package's README, seen by the compiler.</summary>
internal static class ReadmeSnippets
{
    public static async Task CacheAsync(CancellationToken stop)
    {
        #region KubernetesCache
        var connection = KubernetesConnection.IsInCluster ? KubernetesConnection.InCluster() : KubernetesConnection.FromKubeconfig();
        using var client = new KubernetesClient(connection);
        var cluster = new ClusterCache(client);
        cluster.AddPods();
        cluster.AddNodes();
        var watching = cluster.RunAsync(stop);
        await cluster.WaitForSyncAsync(stop);
        foreach (var pod in cluster.Snapshot().Get<Pod>())
        {
            Console.WriteLine($"{pod} {pod.Phase} on {pod.NodeName}: {pod.Requests.Cpu} cores");
        }
        #endregion

        await watching;
    }

    public static ResourceCache<Certificate> OwnKind(ClusterCache cluster)
    {
        #region KubernetesOwnKind
        var certificates = cluster.AddResource<Certificate>("cert-manager.io", "v1", "certificates", json =>
        {
            using var document = JsonDocument.Parse(json.ToArray());
            var metadata = document.RootElement.GetProperty("metadata");
            return new Certificate(
                metadata.GetProperty("namespace").GetString()!,
                metadata.GetProperty("name").GetString()!,
                Uid.Parse(metadata.GetProperty("uid").GetString()!));
        });
        #endregion

        return certificates;
    }

    public sealed record Certificate(string Namespace, string Name, Uid Uid) : IKubernetesObject;
}
