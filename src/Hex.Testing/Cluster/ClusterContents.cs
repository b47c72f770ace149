using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Population;
using Hex.Testing.Cluster.Resources;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster;

/// <summary>What a cluster holds when it starts.</summary>
public abstract class ClusterContents
{
    private protected ClusterContents()
    {
    }

    /// <summary>Nothing but the namespaces every cluster has.</summary>
    public static ClusterContents Empty { get; } = new EmptyContents();

    /// <summary>
    /// The objects of a recorded one-node cluster, byte for byte: crash loops, a native sidecar, failed jobs, a pending claim,
    /// an autoscaler, events.
    /// </summary>
    public static ClusterContents Recorded { get; } = new RecordedContents();

    /// <summary>A cluster of any size, made from the recorded objects.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit together; thrown when the cluster starts.</exception>
    public static ClusterContents Generated(ClusterSize size) => new GeneratedContents(size);

    internal abstract void Load(ClusterStore store, ResourceRegistry resources, ClusterMetrics metrics);

    private sealed class EmptyContents : ClusterContents
    {
        internal override void Load(ClusterStore store, ResourceRegistry resources, ClusterMetrics metrics)
        {
            string[] system = ["default", "kube-node-lease", "kube-public", "kube-system"];
            var recorded = RecordedList.Parse(RecordedFiles.Read("core-v1.namespaces.json"));
            store.Load(resources.Named("namespaces"), recorded.Items.Where(json => system.Contains(ObjectJson.ReadIdentity(json).Name)), recorded.Revision);
        }
    }

    private sealed class GeneratedContents(ClusterSize size) : ClusterContents
    {
        internal override void Load(ClusterStore store, ResourceRegistry resources, ClusterMetrics metrics)
        {
            Empty.Load(store, resources, metrics);
            new Generator(size).Fill(store, resources);
            metrics.Live = true;
        }
    }

    private sealed class RecordedContents : ClusterContents
    {
        internal override void Load(ClusterStore store, ResourceRegistry resources, ClusterMetrics metrics)
        {
            foreach (var name in RecordedFiles.Lists)
            {
                var dot = name.LastIndexOf('.');
                var dash = name.LastIndexOf("-v", StringComparison.Ordinal);
                var group = name[..dash];
                if (group == MetricsResources.Group)
                    LoadMetrics(name, metrics);
                if (resources.Find(group == "core" ? "" : group, name[(dash + 1)..dot], name[(dot + 1)..]) is not { } resource)
                    continue;
                var list = RecordedList.Parse(RecordedFiles.Read(name + ".json"));
                store.Load(resource, list.Items, list.Revision);
            }
        }

        private static void LoadMetrics(string name, ClusterMetrics metrics)
        {
            foreach (var json in RecordedList.Parse(RecordedFiles.Read(name + ".json")).Items)
            {
                var (ns, item, _) = ObjectJson.ReadIdentity(json);
                metrics.Put(name[(name.LastIndexOf('.') + 1)..], new(ns, item), json);
            }
        }
    }
}
