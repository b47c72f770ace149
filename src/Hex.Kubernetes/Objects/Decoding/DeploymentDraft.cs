namespace Hex.Kubernetes;

/// <summary>apps/v1 Deployment.</summary>
internal struct DeploymentDraft : IObjectDraft<Deployment>
{
    public ReplicaFields Replicas;
    public bool IsPaused;
    public int Unavailable;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("paused"u8))
        {
            IsPaused = json.Boolean();
        }
        else
        {
            Replicas.Spec(ref json);
        }
    }

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("unavailableReplicas"u8))
        {
            Unavailable = json.Int32() ?? 0;
        }
        else
        {
            Replicas.Status(ref json);
        }
    }

    public readonly Deployment? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new Deployment(metadata, this) : null;
}
