using Hex.Bench.Generate;
using Hex.Testing.Cluster;

namespace Hex.Bench.Scenarios.Cluster;

/// <summary>A node of a simulated cluster on which nothing happens: 50 pods that the API server knows, with two files of logs each.</summary>
internal sealed class QuietNode : IAsyncDisposable
{
    private const int Pods = 50;
    private const long BytesPerFile = 1024;

    // 2026-11-21T12:00:00Z, as in the other trees.
    private const long FirstUnixNano = 1_795_262_400_000_000_000;

    private QuietNode(SimulatedCluster cluster, string root, string kubeconfig, Manifest manifest) =>
        (Cluster, Root, Kubeconfig, Manifest) = (cluster, root, kubeconfig, manifest);

    /// <summary>The API server, in this process: it has nothing to do either.</summary>
    public SimulatedCluster Cluster { get; }

    /// <summary>Like <c>/var/log/pods</c>.</summary>
    public string Root { get; }

    /// <summary>The file that says how to reach the API server, over TLS.</summary>
    public string Kubeconfig { get; }

    public Manifest Manifest { get; }

    /// <summary>The node's name.</summary>
    public string Name => Cluster.Objects.Names("nodes")[0].Name;

    public static async Task<QuietNode> StartAsync(Bench bench, string name)
    {
        var size = ClusterSize.OfPods(Pods, (int)bench.Options.Seed) with { Nodes = 1 };
        var cluster = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Contents = ClusterContents.Generated(size) });
        var root = Path.Combine(bench.Options.Temp, name);
        var kubeconfig = Path.Combine(bench.Options.Temp, $"{name}-kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigYaml());
        return new QuietNode(cluster, root, kubeconfig, Write(cluster, root, name, bench.Options.Seed));
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private static Manifest Write(SimulatedCluster cluster, string root, string layout, ulong seed)
    {
        var records = new RecordWriter(seed);
        var buffer = new byte[BytesPerFile + RecordWriter.LongestRecordBytes];
        var (time, files) = (FirstUnixNano, 0);
        foreach (var (space, pod) in cluster.Objects.Names("pods"))
        {
            var uid = (string?)cluster.Objects.Find("pods", space, pod)!["metadata"]!["uid"];
            foreach (var container in new[] { "app", "sidecar" })
            {
                var directory = Directory.CreateDirectory(Path.Combine(root, $"{space}_{pod}_{uid}", container)).FullName;
                var filled = 0;
                while (filled < BytesPerFile)
                    filled += records.Write(buffer.AsSpan(filled), time += 9_731);
                File.WriteAllBytes(Path.Combine(directory, "0.log"), buffer.AsSpan(0, filled));
                files++;
            }
        }

        return new Manifest(layout, seed, files, records.Counts);
    }
}
