namespace Hex.Kubernetes;

/// <summary>A CronJob (batch/v1).</summary>
public sealed class CronJob : KubernetesObject
{
    internal CronJob(in ObjectMetadata metadata, bool isSuspended, int activeJobs, Timestamp lastScheduled, Timestamp lastSuccessful)
        : base(metadata) =>
        (IsSuspended, ActiveJobs, LastScheduled, LastSuccessful) = (isSuspended, activeJobs, lastScheduled, lastSuccessful);

    /// <summary>spec.suspend.</summary>
    public bool IsSuspended { get; }

    /// <summary>How many of its jobs run now (the length of status.active).</summary>
    public int ActiveJobs { get; }

    /// <summary>status.lastScheduleTime; not set before the first.</summary>
    public Timestamp LastScheduled { get; }

    /// <summary>status.lastSuccessfulTime; not set before the first.</summary>
    public Timestamp LastSuccessful { get; }
}

/// <summary>batch/v1 CronJob.</summary>
internal struct CronJobDraft : IObjectDraft<CronJob>
{
    private bool _isSuspended;
    private int _active;
    private Timestamp _lastScheduled;
    private Timestamp _lastSuccessful;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("suspend"u8))
        {
            _isSuspended = json.Boolean();
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
            for (var isArray = json.EnterArray(); isArray && json.NextElement(); _active++)
            {
                json.Skip();
            }
        }
        else if (json.Is("lastScheduleTime"u8))
        {
            _lastScheduled = json.Time();
        }
        else if (json.Is("lastSuccessfulTime"u8))
        {
            _lastSuccessful = json.Time();
        }
        else
        {
            json.Skip();
        }
    }

    public readonly CronJob? Build(in ObjectMetadata metadata) =>
        metadata.IsIdentified ? new CronJob(metadata, _isSuspended, _active, _lastScheduled, _lastSuccessful) : null;
}
