namespace Hex.Kubernetes;

/// <summary>apps/v1 ReplicaSet.</summary>
internal struct ReplicaSetDraft : IObjectDraft<ReplicaSet>
{
    public int? Desired;
    public int Current;
    public int Ready;
    public int Available;
    public long ObservedGeneration;
    public ConditionList? Conditions;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("replicas"u8))
        {
            Desired = json.Int32();
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
        else if (json.Is("readyReplicas"u8))
        {
            Ready = json.Int32() ?? 0;
        }
        else if (json.Is("availableReplicas"u8))
        {
            Available = json.Int32() ?? 0;
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

    public readonly ReplicaSet? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new ReplicaSet(metadata, this) : null;
}
