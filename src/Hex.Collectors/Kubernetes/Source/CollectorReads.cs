namespace Hex.Collectors.Kubernetes;

/// <summary>What a collector reads.</summary>
/// <param name="Collector">Its name.</param>
/// <param name="Main">The kinds it is about; it fails when none of them can be read, and goes without the others.</param>
/// <param name="Extra">Kinds it reads besides: pods to sum, owners to name.</param>
/// <param name="Usage">What of the Metrics API it reads.</param>
internal sealed record CollectorReads(string Collector, ClusterKinds Main, ClusterKinds Extra = ClusterKinds.None, UsageKinds Usage = UsageKinds.None);

/// <summary>The kinds of the Metrics API.</summary>
[Flags]
internal enum UsageKinds
{
    None = 0,
    Nodes = 1,
    Pods = 2,
}
