namespace Hex.Kubernetes;

/// <summary>batch/v1 Job.</summary>
internal struct JobDraft : IObjectDraft<Job>
{
    public int? Completions;
    public int? Parallelism;
    public bool IsSuspended;
    public int Active;
    public int Failed;
    public int Succeeded;
    public Timestamp Started;
    public Timestamp Completed;
    public ConditionList? Conditions;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("completions"u8))
        {
            Completions = json.Int32();
        }
        else if (json.Is("parallelism"u8))
        {
            Parallelism = json.Int32();
        }
        else if (json.Is("suspend"u8))
        {
            IsSuspended = json.Boolean();
        }
        else
        {
            json.Skip();
        }
    }

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("active"u8))
        {
            Active = json.Int32() ?? 0;
        }
        else if (json.Is("failed"u8))
        {
            Failed = json.Int32() ?? 0;
        }
        else if (json.Is("succeeded"u8))
        {
            Succeeded = json.Int32() ?? 0;
        }
        else if (json.Is("startTime"u8))
        {
            Started = json.Time();
        }
        else if (json.Is("completionTime"u8))
        {
            Completed = json.Time();
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

    public readonly Job? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new Job(metadata, this) : null;
}
