using System.Text.Json.Nodes;

namespace Quickstart.World.Manifests;

/// <summary>Deployments with their ReplicaSets, StatefulSets and DaemonSets, with the status their controllers would give them.</summary>
internal static class WorkloadManifest
{
    public static string Resource(WorkloadKind kind) => kind switch
    {
        WorkloadKind.Deployment => "deployments.apps",
        WorkloadKind.StatefulSet => "statefulsets.apps",
        _ => "daemonsets.apps",
    };

    public static JsonObject Of(Workload workload)
    {
        var spec = new JsonObject { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = workload.Service.Name } } };
        if (workload.Service.Kind != WorkloadKind.DaemonSet)
        {
            spec["replicas"] = workload.Replicas;
        }

        return new JsonObject
        {
            ["metadata"] = Metadata(workload, workload.Service.Name, workload.Uid),
            ["spec"] = spec,
            ["status"] = Status(workload),
        };
    }

    public static JsonObject ReplicaSet(Workload workload, Revision revision)
    {
        var pods = workload.Pods.Where(pod => pod.Revision == revision && pod.DeletedAt is null).ToList();
        var metadata = Metadata(workload, workload.ReplicaSetName(revision), revision.Uid);
        ((JsonObject)metadata["labels"]!)["pod-template-hash"] = revision.Hash;
        metadata["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["name"] = workload.Service.Name,
            ["uid"] = workload.Uid,
            ["controller"] = true,
        });
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = pods.Count },
            ["status"] = new JsonObject { ["replicas"] = pods.Count, ["readyReplicas"] = pods.Count(Ready), ["availableReplicas"] = pods.Count(Ready) },
        };
    }

    private static JsonObject Metadata(Workload workload, string name, string uid) => new()
    {
        ["name"] = name,
        ["namespace"] = workload.Service.Namespace,
        ["uid"] = uid,
        ["labels"] = PodManifest.Labels(workload.Service),
        ["annotations"] = PodManifest.Annotations(workload.Service),
    };

    private static JsonObject Status(Workload workload)
    {
        var pods = workload.Pods.Where(pod => pod.DeletedAt is null).ToList();
        var ready = pods.Count(Ready);
        var updated = pods.Count(pod => pod.Revision == workload.Current);
        return workload.Service.Kind == WorkloadKind.DaemonSet
            ? new JsonObject
            {
                ["desiredNumberScheduled"] = workload.Replicas,
                ["currentNumberScheduled"] = pods.Count,
                ["updatedNumberScheduled"] = updated,
                ["numberMisscheduled"] = 0,
                ["numberReady"] = ready,
                ["numberAvailable"] = ready,
                ["numberUnavailable"] = workload.Replicas - ready,
            }
            : new JsonObject
            {
                ["replicas"] = pods.Count,
                ["updatedReplicas"] = updated,
                ["currentReplicas"] = pods.Count,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["unavailableReplicas"] = Math.Max(0, workload.Replicas - ready),
            };
    }

    private static bool Ready(ShopPod pod) => pod.IsReady && !pod.Machine.IsAway;
}
