using Hex.Kubernetes;

namespace Hex.Attribution.Owners;

/// <summary>How owners follow from references (SIGNALS, rule 7).</summary>
internal static class OwnerRules
{
    public const string PodTemplateHash = "pod-template-hash";

    /// <summary>The chain of a pod whose controller is at hand, and of that controller itself.</summary>
    public static OwnerChain Of(OwnerKind kind, KubernetesObject controller) =>
        new(new WorkloadOwner(kind, controller.Name, controller.Uid.ToString()), RootOf(kind, controller.Controller), IsComplete: true);

    /// <summary>The chain of a pod by its own reference alone.</summary>
    public static OwnerChain Of(Pod pod)
    {
        if (pod.Controller is not { } reference || KindOf(reference) is not { } kind)
        {
            return OwnerChain.None;
        }

        var controller = new WorkloadOwner(kind, reference.Name, reference.Uid.ToString());
        return kind switch
        {
            OwnerKind.ReplicaSet => new OwnerChain(controller, ByName(pod, reference.Name), IsComplete: false),
            OwnerKind.Job => new OwnerChain(controller, null, IsComplete: false),
            _ => new OwnerChain(controller, null, IsComplete: true),
        };
    }

    /// <summary>The kinds that make pods; null for all others, also for others that only have the same name.</summary>
    public static OwnerKind? KindOf(OwnerReference reference) => reference.Kind switch
    {
        "ReplicaSet" when IsIn("apps/", reference) => OwnerKind.ReplicaSet,
        "StatefulSet" when IsIn("apps/", reference) => OwnerKind.StatefulSet,
        "DaemonSet" when IsIn("apps/", reference) => OwnerKind.DaemonSet,
        "Job" when IsIn("batch/", reference) => OwnerKind.Job,
        _ => null,
    };

    /// <summary>What made a controller: one hop, and no further.</summary>
    public static WorkloadOwner? RootOf(OwnerKind kind, OwnerReference? reference) => (kind, reference?.Kind) switch
    {
        (OwnerKind.ReplicaSet, "Deployment") when IsIn("apps/", reference!) => Root(OwnerKind.Deployment, reference!),
        (OwnerKind.Job, "CronJob") when IsIn("batch/", reference!) => Root(OwnerKind.CronJob, reference!),
        _ => null,
    };

    private static WorkloadOwner Root(OwnerKind kind, OwnerReference reference) => new(kind, reference.Name, reference.Uid.ToString());

    // A Deployment names its ReplicaSets {name}-{hash} and gives the hash to the pods as a label: only then is the rest of the name its own.
    private static WorkloadOwner? ByName(Pod pod, string replicaSet) =>
        pod.Labels[PodTemplateHash] is { Length: > 0 } hash
        && replicaSet.Length > hash.Length + 1
        && replicaSet.EndsWith(hash, StringComparison.Ordinal)
        && replicaSet[^(hash.Length + 1)] == '-'
            ? new WorkloadOwner(OwnerKind.Deployment, replicaSet[..^(hash.Length + 1)], null)
            : null;

    private static bool IsIn(string group, OwnerReference reference) => reference.ApiVersion.StartsWith(group, StringComparison.Ordinal);
}
