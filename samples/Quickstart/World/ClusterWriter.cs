using System.Text.Json.Nodes;
using Hex.Testing.Cluster;
using Quickstart.World.Manifests;

namespace Quickstart.World;

/// <summary>Writes what the world is to the API server, as kubelets and controllers do.</summary>
internal sealed class ClusterWriter(ClusterObjects objects, TimeProvider time)
{
    public void Write(ShopPod pod) => Write("pods", PodManifest.Of(pod), pod.DeletedAt);

    public void Write(Machine machine) => Write("nodes", NodeManifest.Of(machine, time.GetUtcNow()));

    public void Write(Workload workload)
    {
        Write(WorkloadManifest.Resource(workload.Service.Kind), WorkloadManifest.Of(workload));
        if (workload.Service.Kind != WorkloadKind.Deployment)
        {
            return;
        }

        foreach (var revision in workload.Revisions)
        {
            Write("replicasets.apps", WorkloadManifest.ReplicaSet(workload, revision));
        }
    }

    public void WriteNamespace(string name) => Write("namespaces", new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["status"] = new JsonObject { ["phase"] = "Active" },
    });

    public void Delete(ShopPod pod) => objects.Delete("pods", pod.Service.Namespace, pod.Name);

    public void DeleteReplicaSet(Workload workload, Revision revision) =>
        objects.Delete("replicasets.apps", workload.Service.Namespace, workload.ReplicaSetName(revision));

    private void Write(string resource, JsonObject json, DateTimeOffset? deleted = null)
    {
        var ns = (string?)json["metadata"]!["namespace"] ?? "";
        var name = (string)json["metadata"]!["name"]!;
        if (objects.Find(resource, ns, name) is null)
        {
            objects.Create(resource, json);
            return;
        }

        objects.Change(resource, ns, name, current =>
        {
            current["spec"] = json["spec"]?.DeepClone();
            current["status"] = json["status"]?.DeepClone();
            if (deleted is { } at)
            {
                current["metadata"]!["deletionTimestamp"] = Moment.Text(at);
            }
        });
    }
}
