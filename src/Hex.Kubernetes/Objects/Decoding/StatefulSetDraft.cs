namespace Hex.Kubernetes;

/// <summary>apps/v1 StatefulSet.</summary>
internal struct StatefulSetDraft : IObjectDraft<StatefulSet>
{
    public ReplicaFields Replicas;

    // Of the current revision, where the others speak of all pods.
    public int CurrentRevision;

    public void Spec(ref JsonCursor json, DecodeContext context) => Replicas.Spec(ref json);

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("currentReplicas"u8))
        {
            CurrentRevision = json.Int32() ?? 0;
        }
        else
        {
            Replicas.Status(ref json);
        }
    }

    public readonly StatefulSet? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new StatefulSet(metadata, this) : null;
}
