using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Writes <see cref="WorkloadStateSignals"/>. Not thread-safe.</summary>
internal sealed class WorkloadStatePoints(WorkloadStateSignals signals)
{
    private readonly ConditionPoints _conditions = new(signals.Condition);

    public void Write(ResourceMetrics points, Hex.Kubernetes.Workload workload)
    {
        points.Count(signals.Generation, workload.Generation);
        points.Count(signals.ObservedGeneration, workload.ObservedGeneration);
        _conditions.Write(points, workload.Conditions);
    }
}
