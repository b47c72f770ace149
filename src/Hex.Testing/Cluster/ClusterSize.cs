namespace Hex.Testing.Cluster;

/// <summary>
/// How large a generated cluster is. The same size and seed give the same objects, byte for byte. Objects are the recorded
/// ones under other names, so a small share of the workloads crash, are killed for memory, miss their image or cannot be scheduled.
/// </summary>
public sealed record ClusterSize
{
    /// <summary>Pods altogether: those of DaemonSets, StatefulSets and Jobs, and the rest in Deployments.</summary>
    public int Pods { get; init; } = 1000;

    /// <summary>Nodes.</summary>
    public int Nodes { get; init; } = 40;

    /// <summary>Namespaces besides <c>default</c>, <c>kube-system</c>, <c>kube-public</c> and <c>kube-node-lease</c>.</summary>
    public int Namespaces { get; init; } = 10;

    /// <summary>Deployments, each with one present ReplicaSet.</summary>
    public int Deployments { get; init; } = 100;

    /// <summary>ReplicaSets of earlier rollouts per Deployment, scaled to zero.</summary>
    public int OldReplicaSets { get; init; } = 2;

    /// <summary>StatefulSets, three pods and three bound claims each.</summary>
    public int StatefulSets { get; init; } = 5;

    /// <summary>DaemonSets, one pod on every node.</summary>
    public int DaemonSets { get; init; } = 2;

    /// <summary>CronJobs; the Jobs belong to them in turn.</summary>
    public int CronJobs { get; init; } = 5;

    /// <summary>Jobs, one finished pod each.</summary>
    public int Jobs { get; init; } = 20;

    /// <summary>HorizontalPodAutoscalers, each of another Deployment.</summary>
    public int Autoscalers { get; init; } = 10;

    /// <summary>PersistentVolumeClaims besides those of the StatefulSets; every tenth is pending.</summary>
    public int Claims { get; init; } = 20;

    /// <summary>Events, spread over the pods.</summary>
    public int Events { get; init; } = 1000;

    /// <summary>Whether objects carry managedFields, about half of their bytes, as a server sends them.</summary>
    public bool ManagedFields { get; init; } = true;

    /// <summary>Seed of names, uids and the choice of workloads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A cluster of usual proportions: 25 pods per node, ten per Deployment.</summary>
    /// <param name="pods">At least 1.</param>
    /// <param name="seed">See <see cref="Seed"/>.</param>
    public static ClusterSize OfPods(int pods, int seed = 1) => new()
    {
        Pods = pods,
        Nodes = Math.Max(1, pods / 25),
        Namespaces = Math.Max(1, pods / 100),
        Deployments = Math.Max(1, pods / 10),
        StatefulSets = pods / 200,
        DaemonSets = pods >= 25 ? 2 : 0,
        CronJobs = pods / 200,
        Jobs = pods / 50,
        Autoscalers = pods / 100,
        Claims = pods / 50,
        Events = pods,
        Seed = seed,
    };

    internal const int StatefulSetReplicas = 3;

    internal int DeploymentPods => Pods - (StatefulSets * StatefulSetReplicas) - (DaemonSets * Nodes) - Jobs;

    /// <summary>Refuses numbers that do not fit together.</summary>
    /// <exception cref="ArgumentException">One is too small, or the pods do not fit their owners.</exception>
    internal static void Validate(ClusterSize size)
    {
        foreach (var (name, value, least) in ((string, int, int)[])
            [
                (nameof(Pods), size.Pods, 0), (nameof(Nodes), size.Nodes, 1), (nameof(Namespaces), size.Namespaces, 1), (nameof(Deployments), size.Deployments, 0),
                (nameof(OldReplicaSets), size.OldReplicaSets, 0), (nameof(StatefulSets), size.StatefulSets, 0), (nameof(DaemonSets), size.DaemonSets, 0),
                (nameof(CronJobs), size.CronJobs, 0), (nameof(Jobs), size.Jobs, 0), (nameof(Autoscalers), size.Autoscalers, 0), (nameof(Claims), size.Claims, 0),
                (nameof(Events), size.Events, 0),
            ])
        {
            if (value < least)
                throw new ArgumentException($"{name} is {value}, it must be at least {least}", nameof(size));
        }

        if (size.DeploymentPods < 0 || (size.DeploymentPods > 0 && size.Deployments == 0))
        {
            throw new ArgumentException(
                $"{size.Pods} pods do not fit: {size.DaemonSets} DaemonSets on {size.Nodes} nodes, {size.StatefulSets} StatefulSets of {StatefulSetReplicas} " +
                $"and {size.Jobs} Jobs leave {size.DeploymentPods} for {size.Deployments} Deployments", nameof(size));
        }

        if (size.Autoscalers > size.Deployments)
            throw new ArgumentException($"{size.Autoscalers} autoscalers need as many Deployments, there are {size.Deployments}", nameof(size));
        if (size.Events > 0 && size.Pods == 0)
            throw new ArgumentException("events are about pods, of which there are none", nameof(size));
    }
}
