namespace Hex.Kubernetes;

/// <summary>What Deployments, StatefulSets, DaemonSets and ReplicaSets share.</summary>
public abstract class Workload : KubernetesObject
{
    private protected Workload(in ObjectMetadata metadata, long observedGeneration, ConditionList? conditions)
        : base(metadata)
    {
        Generation = metadata.Generation;
        ObservedGeneration = observedGeneration;
        Conditions = conditions ?? ConditionList.Empty;
    }

    /// <summary>metadata.generation: raised by every change of the spec.</summary>
    public long Generation { get; }

    /// <summary>status.observedGeneration: the generation the status speaks of.</summary>
    public long ObservedGeneration { get; }

    /// <summary>status.conditions.</summary>
    public ConditionList Conditions { get; }
}
