using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects HorizontalPodAutoscalers (autoscaling/v2).</summary>
public sealed class HorizontalPodAutoscalerCollector : KubernetesCollector
{
    private readonly ObjectRows<Hex.Kubernetes.HorizontalPodAutoscaler, PreparedPoints> _rows;

    /// <summary>A collector of a cluster.</summary>
    /// <param name="cluster">The cluster.</param>
    public HorizontalPodAutoscalerCollector(ClusterSource cluster)
        : base(cluster, AutoscalerSignals.Catalogue, ClusterKinds.Autoscalers)
    {
        var names = new HashSet<string>();
        _rows = new(autoscaler => AutoscalerPoints.Of(autoscaler, name => Capped(names, name)));
    }

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        foreach (var autoscaler in view.Snapshot.Get<Hex.Kubernetes.HorizontalPodAutoscaler>())
        {
            if (view.Namespaces.Includes(autoscaler.Namespace))
            {
                _rows.Of(autoscaler).Write(writer.For(view.Attribution.Of(autoscaler), autoscaler.Created.UnixNanoseconds));
            }
        }

        _rows.EndCycle();
    }

    /// <summary>Metric names are chosen by whoever writes an autoscaler: there may be so many, and no more.</summary>
    private static string Capped(HashSet<string> names, string name) =>
        names.Contains(name) || (names.Count < ValueSets.DefaultCapacity && names.Add(name)) ? name : ValueSets.OtherValue;
}
