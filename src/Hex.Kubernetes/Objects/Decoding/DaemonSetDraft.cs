namespace Hex.Kubernetes;

/// <summary>apps/v1 DaemonSet.</summary>
internal struct DaemonSetDraft : IObjectDraft<DaemonSet>
{
    public int DesiredScheduled;
    public int CurrentScheduled;
    public int Misscheduled;
    public int Ready;
    public int UpdatedScheduled;
    public int Available;
    public int Unavailable;
    public long ObservedGeneration;
    public ConditionList? Conditions;

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("desiredNumberScheduled"u8))
        {
            DesiredScheduled = json.Int32() ?? 0;
        }
        else if (json.Is("currentNumberScheduled"u8))
        {
            CurrentScheduled = json.Int32() ?? 0;
        }
        else if (json.Is("numberMisscheduled"u8))
        {
            Misscheduled = json.Int32() ?? 0;
        }
        else if (json.Is("numberReady"u8))
        {
            Ready = json.Int32() ?? 0;
        }
        else if (json.Is("updatedNumberScheduled"u8))
        {
            UpdatedScheduled = json.Int32() ?? 0;
        }
        else if (json.Is("numberAvailable"u8))
        {
            Available = json.Int32() ?? 0;
        }
        else if (json.Is("numberUnavailable"u8))
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

    public readonly DaemonSet? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new DaemonSet(metadata, this) : null;
}
