using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution.Objects;

/// <summary>An object as attribution knows it: its newest version, what was made of it, and whether it still exists.</summary>
internal sealed class ObjectRow(KubernetesObject item, long seenAt)
{
    private string? _uid;

    public KubernetesObject Item { get; set; } = item;

    /// <summary>When it was first seen; a monotonic time stamp.</summary>
    public long SeenAt { get; } = seenAt;

    /// <summary>When it was found missing; null while it exists.</summary>
    public long? DiedAt { get; set; }

    /// <summary>The last snapshot it was in.</summary>
    public int Generation { get; set; }

    /// <summary>The text of its UID, made once.</summary>
    public string Uid => _uid ??= Item.Uid.ToString();

    /// <summary>Its owners; for a ReplicaSet or another controller, the chain its pods have.</summary>
    public OwnerChain? Owners { get; set; }

    /// <summary>The reference <see cref="Owners"/> follows from.</summary>
    public OwnerReference? OwnersBy { get; set; }

    /// <summary>What <see cref="Resource"/> was made of.</summary>
    public ResourceInputs Inputs { get; set; }

    public Resource? Resource { get; set; }

    /// <summary>The version of everything known at which <see cref="Resource"/> was right.</summary>
    public long CheckedAt { get; set; }

    /// <summary>For a pod: the resources of its containers, each made when it is first asked for.</summary>
    public Resource?[]? Containers { get; set; }
}

/// <summary>Everything a resource depends on; compared by reference, all of it immutable.</summary>
internal readonly record struct ResourceInputs(KubernetesObject Item, OwnerChain? Owners, KubernetesObject? Namespace, ClusterIdentity Cluster)
{
    // Records and objects compare by value or not at all; here the same object is meant.
    public bool Equals(ResourceInputs other) =>
        ReferenceEquals(Item, other.Item) && ReferenceEquals(Owners, other.Owners)
        && ReferenceEquals(Namespace, other.Namespace) && ReferenceEquals(Cluster, other.Cluster);

    public override int GetHashCode() => Item.Uid.GetHashCode();
}
