namespace Hex.Kubernetes;

/// <summary>apps/v1 Deployment.</summary>
internal struct DeploymentDraft : IObjectDraft<Deployment>
{
    public int? Desired;
    public bool IsPaused;
    public int Current;
    public int Updated;
    public int Ready;
    public int Available;
    public int Unavailable;
    public long ObservedGeneration;
    public ConditionList? Conditions;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("replicas"u8))
        {
            Desired = json.Int32();
        }
        else if (json.Is("paused"u8))
        {
            IsPaused = json.Boolean();
        }
        else
        {
            json.Skip();
        }
    }

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("replicas"u8))
        {
            Current = json.Int32() ?? 0;
        }
        else if (json.Is("updatedReplicas"u8))
        {
            Updated = json.Int32() ?? 0;
        }
        else if (json.Is("readyReplicas"u8))
        {
            Ready = json.Int32() ?? 0;
        }
        else if (json.Is("availableReplicas"u8))
        {
            Available = json.Int32() ?? 0;
        }
        else if (json.Is("unavailableReplicas"u8))
        {
            Unavailable = json.Int32() ?? 0;
        }
        else if (json.Is("observedGeneration"u8))
        {
            ObservedGeneration = json.Int64() ?? 0;
        }
        else if (json.Is("conditions"u8))
        {
            Conditions = CommonFields.Conditions(ref json);
        }
        else
        {
            json.Skip();
        }
    }

    public readonly Deployment? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new Deployment(metadata, this) : null;
}
