using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What workloads of every kind say of themselves.</summary>
/// <param name="Generation">metadata.generation.</param>
/// <param name="ObservedGeneration">status.observedGeneration.</param>
/// <param name="Condition">status.conditions.</param>
internal sealed record WorkloadStateSignals(MetricSignal Generation, MetricSignal ObservedGeneration, MetricSignal Condition)
{
    public IReadOnlyList<MetricSignal> All => [Generation, ObservedGeneration, Condition];

    public static WorkloadStateSignals Of(string kind) => new(
        Own(Gauge($"k8s.{kind}.generation", "1", "Generation of its spec."), "metadata.generation"),
        Own(Gauge($"k8s.{kind}.observed_generation", "1", "Generation its status speaks of."), "status.observedGeneration"),
        Own(Gauge($"k8s.{kind}.condition", "1", "1 true, 0 false, -1 unknown."), "status.conditions", SignalAttribute.Own($"k8s.{kind}.condition.type", "The condition.")));
}
