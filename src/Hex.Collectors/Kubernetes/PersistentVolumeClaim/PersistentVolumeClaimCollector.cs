using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects PersistentVolumeClaims.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class PersistentVolumeClaimCollector(ClusterSource cluster) : KubernetesCollector(cluster, ClaimSignals.Catalogue, ClusterKinds.Claims)
{
    private readonly ObjectRows<Hex.Kubernetes.PersistentVolumeClaim, ClaimRow> _rows = new(claim => new ClaimRow(claim));

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        foreach (var claim in view.Snapshot.Get<Hex.Kubernetes.PersistentVolumeClaim>())
        {
            if (view.Namespaces.Includes(claim.Namespace))
            {
                var row = _rows.Of(claim);
                row.Points.Write(writer.For(row.ResourceOf(view.Attribution.Of(claim)), claim.Created.UnixNanoseconds));
            }
        }

        _rows.EndCycle();
    }

    /// <summary>What is made of a claim once.</summary>
    private sealed class ClaimRow
    {
        private readonly string[] _accessModes;
        private Resource? _plain;
        private Resource? _resource;

        public ClaimRow(Hex.Kubernetes.PersistentVolumeClaim claim)
        {
            _accessModes = [.. claim.AccessModes];
            List<TelemetryAttribute> attributes = [];
            if (claim.VolumeName is { } volume)
            {
                attributes.Add((ClaimSignals.VolumeName.Key, volume));
            }

            // The empty class is a class of its own: no provisioning. Null asks for the default class.
            if (claim.StorageClassName is { } storageClass)
            {
                attributes.Add((ClaimSignals.StorageClass.Key, storageClass));
            }

            var set = AttributeSet.Create([.. attributes]);
            if (claim.Request is { } request)
            {
                Points.Add(ClaimSignals.Request, request.ToInt64(), set);
            }

            if (claim is { Phase: ClaimPhase.Bound, Capacity: { } capacity })
            {
                Points.Add(ClaimSignals.Capacity, capacity.ToInt64(), set);
            }

            foreach (var (phase, word) in StateSets.ClaimPhases)
            {
                Points.Add(ClaimSignals.Phase, claim.Phase == phase ? 1L : 0L, AttributeSet.Create([.. attributes, (ClaimSignals.PhaseKey.Key, word)]));
            }
        }

        public PreparedPoints Points { get; } = new();

        /// <summary>The resource with the access modes.</summary>
        public Resource ResourceOf(Resource plain)
        {
            if (!ReferenceEquals(plain, _plain))
            {
                _plain = plain;
                _resource = _accessModes.Length == 0 ? plain : plain.Pool.Get([.. plain.Attributes.Items, (ClaimSignals.AccessModes.Key, _accessModes)]);
            }

            return _resource!;
        }
    }
}
