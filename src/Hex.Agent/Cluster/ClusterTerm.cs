using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Agent.Cluster;

/// <summary>The time in which this process does the cluster's work: one term of a Lease, or for ever where there is none.</summary>
/// <param name="Leadership">The Lease's term; null without a Lease.</param>
/// <param name="State">Where the watermark of the events is kept.</param>
internal sealed record ClusterTerm(Leadership? Leadership, IStateStore State) : IDeliveryGate
{
    /// <summary>Whether the work may go on, by our own monotonic clock: asked before every collection and every attempt to send.</summary>
    public bool IsOpen => Leadership?.IsHeld ?? true;

    /// <summary>Cancelled when the term ends.</summary>
    public CancellationToken Ended => Leadership?.Ended ?? CancellationToken.None;
}
