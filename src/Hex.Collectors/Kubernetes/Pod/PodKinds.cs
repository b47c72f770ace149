namespace Hex.Collectors.Kubernetes;

/// <summary>What collecting pods needs besides pods.</summary>
internal static class PodKinds
{
    /// <summary>The kinds a pod's owner chain is made of, and those that name the cluster.</summary>
    public const ClusterKinds Owners = ClusterKinds.ReplicaSets | ClusterKinds.Jobs;

    /// <summary>
    /// Whether a pod is collected now: its namespace is, and its owner is known or will not be. A pod that shows up before its owner waits for it
    /// a moment, so that its series do not begin under another resource than they go on with.
    /// </summary>
    public static bool IsReady(ClusterView view, Hex.Kubernetes.Pod pod) =>
        view.Namespaces.Includes(pod.Namespace) && !(view.Has(Owners) && view.Attribution.IsWaiting(pod));
}
