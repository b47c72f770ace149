namespace Hex.Kubernetes;

/// <summary>The phase of a claim.</summary>
public enum ClaimPhase : byte
{
    /// <summary>Not bound yet; also when the API does not say.</summary>
    Pending,

    /// <summary>Bound to a volume.</summary>
    Bound,

    /// <summary>Its volume is gone.</summary>
    Lost,
}

/// <summary>A persistent volume claim (core/v1).</summary>
public sealed class PersistentVolumeClaim : KubernetesObject
{
    internal PersistentVolumeClaim(in ObjectMetadata metadata, in ClaimDraft draft)
        : base(metadata)
    {
        Phase = draft.Phase;
        VolumeName = draft.VolumeName;
        StorageClassName = draft.StorageClassName;
        Request = draft.Request;
        Capacity = draft.Capacity;
        AccessModes = draft.AccessModes ?? [];
    }

    /// <summary>status.phase.</summary>
    public ClaimPhase Phase { get; }

    /// <summary>The volume it is bound to; null before that.</summary>
    public string? VolumeName { get; }

    /// <summary>spec.storageClassName: null means the default class, the empty string means none.</summary>
    public string? StorageClassName { get; }

    /// <summary>spec resources.requests.storage, in bytes.</summary>
    public Quantity? Request { get; }

    /// <summary>status.capacity.storage, in bytes; null before it is bound.</summary>
    public Quantity? Capacity { get; }

    /// <summary>spec.accessModes, e.g. <c>ReadWriteOnce</c>.</summary>
    public IReadOnlyList<string> AccessModes { get; }
}
