namespace Hex.Kubernetes;

/// <summary>What the workloads that have replicas share: Deployment, ReplicaSet and StatefulSet. One that lacks a field leaves it at zero.</summary>
internal struct ReplicaFields
{
    public int? Desired;
    public int Current;
    public int Ready;
    public int Available;
    public int Updated;
    public long ObservedGeneration;
    public ConditionList? Conditions;

    public void Spec(ref JsonCursor json)
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

    public void Status(ref JsonCursor json)
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
        else if (json.Is("updatedReplicas"u8))
        {
            Updated = json.Int32() ?? 0;
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
}
