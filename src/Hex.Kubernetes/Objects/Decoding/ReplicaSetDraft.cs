namespace Hex.Kubernetes;

/// <summary>apps/v1 ReplicaSet.</summary>
internal struct ReplicaSetDraft : IObjectDraft<ReplicaSet>
{
    public ReplicaFields Replicas;

    public void Spec(ref JsonCursor json, DecodeContext context) => Replicas.Spec(ref json);

    public void Status(ref JsonCursor json, DecodeContext context) => Replicas.Status(ref json);

    public readonly ReplicaSet? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new ReplicaSet(metadata, this) : null;
}
