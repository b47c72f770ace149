namespace Hex.Kubernetes;

/// <summary>A lease (coordination.k8s.io/v1) with everything the holder writes.</summary>
public sealed class Lease : KubernetesObject
{
    internal Lease(in ObjectMetadata metadata, in LeaseDraft draft)
        : base(metadata)
    {
        ResourceVersion = metadata.ResourceVersion ?? "";
        Holder = draft.Holder ?? "";
        DurationSeconds = draft.DurationSeconds;
        Transitions = draft.Transitions;
        Acquired = draft.Acquired;
        Renewed = draft.Renewed;
    }

    /// <summary>What an update must name to be the only one.</summary>
    public string ResourceVersion { get; }

    /// <summary>spec.holderIdentity; empty when released.</summary>
    public string Holder { get; }

    /// <summary>spec.leaseDurationSeconds; 0 when not set.</summary>
    public int DurationSeconds { get; }

    /// <summary>spec.leaseTransitions: how often the holder changed. The epoch of the present holder.</summary>
    public int Transitions { get; }

    /// <summary>spec.acquireTime.</summary>
    public Timestamp Acquired { get; }

    /// <summary>spec.renewTime, by the holder's clock; never compared with ours.</summary>
    public Timestamp Renewed { get; }
}

/// <summary>coordination.k8s.io/v1 Lease.</summary>
internal struct LeaseDraft : IObjectDraft<Lease>
{
    public string? Holder;
    public int DurationSeconds;
    public int Transitions;
    public Timestamp Acquired;
    public Timestamp Renewed;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("holderIdentity"u8))
        {
            Holder = json.Text();
        }
        else if (json.Is("leaseDurationSeconds"u8))
        {
            DurationSeconds = json.Int32() ?? 0;
        }
        else if (json.Is("leaseTransitions"u8))
        {
            Transitions = json.Int32() ?? 0;
        }
        else if (json.Is("acquireTime"u8))
        {
            Acquired = json.Time();
        }
        else if (json.Is("renewTime"u8))
        {
            Renewed = json.Time();
        }
        else
        {
            json.Skip();
        }
    }

    public readonly Lease? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new Lease(metadata, this) : null;
}
