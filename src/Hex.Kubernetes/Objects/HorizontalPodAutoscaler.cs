namespace Hex.Kubernetes;

/// <summary>What kind of metric scales (autoscaling/v2 <c>MetricSourceType</c>).</summary>
public enum ScalingMetricType : byte
{
    /// <summary>CPU or memory of the pods.</summary>
    Resource,

    /// <summary>CPU or memory of one container of the pods.</summary>
    ContainerResource,

    /// <summary>A metric of each pod.</summary>
    Pods,

    /// <summary>A metric of another object.</summary>
    Object,

    /// <summary>A metric of no object.</summary>
    External,
}

/// <summary>One metric of an autoscaler: what it should be, or what it is.</summary>
/// <param name="Type">The kind of metric.</param>
/// <param name="Name">The resource (<c>cpu</c>, <c>memory</c>) or the metric's own name.</param>
/// <param name="Container">The container, for <see cref="ScalingMetricType.ContainerResource"/>; else null.</param>
/// <param name="Value">value: the total.</param>
/// <param name="AverageValue">averageValue: per pod.</param>
/// <param name="AverageUtilization">averageUtilization: percent of the request.</param>
public sealed record ScalingMetric(
    ScalingMetricType Type, string Name, string? Container, Quantity? Value, Quantity? AverageValue, int? AverageUtilization);

/// <summary>A horizontal pod autoscaler (autoscaling/v2).</summary>
public sealed class HorizontalPodAutoscaler : KubernetesObject
{
    internal HorizontalPodAutoscaler(in ObjectMetadata metadata, in AutoscalerDraft draft)
        : base(metadata)
    {
        TargetApiVersion = draft.TargetApiVersion ?? "";
        TargetKind = draft.TargetKind ?? "";
        TargetName = draft.TargetName ?? "";
        Min = draft.Min ?? 1;
        Max = draft.Max;
        Current = draft.Current;
        Desired = draft.Desired;
        Targets = draft.Targets ?? [];
        Measured = draft.Measured ?? [];
        Conditions = draft.Conditions ?? ConditionList.Empty;
    }

    /// <summary>spec.scaleTargetRef.apiVersion.</summary>
    public string TargetApiVersion { get; }

    /// <summary>spec.scaleTargetRef.kind.</summary>
    public string TargetKind { get; }

    /// <summary>spec.scaleTargetRef.name.</summary>
    public string TargetName { get; }

    /// <summary>spec.minReplicas; 1 when not set.</summary>
    public int Min { get; }

    /// <summary>spec.maxReplicas.</summary>
    public int Max { get; }

    /// <summary>status.currentReplicas.</summary>
    public int Current { get; }

    /// <summary>status.desiredReplicas.</summary>
    public int Desired { get; }

    /// <summary>spec.metrics; at most 64.</summary>
    public IReadOnlyList<ScalingMetric> Targets { get; }

    /// <summary>status.currentMetrics; at most 64.</summary>
    public IReadOnlyList<ScalingMetric> Measured { get; }

    /// <summary>status.conditions: AbleToScale, ScalingActive, ScalingLimited.</summary>
    public ConditionList Conditions { get; }
}
