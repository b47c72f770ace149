namespace Hex.Kubernetes;

/// <summary>core/v1 Event and events.k8s.io/v1 Event: the fields of one shape have other names in the other, so one walk reads both.</summary>
internal struct EventDraft : IObjectDraft<Event>
{
    private const int MaxMessageLength = 16 * 1024;
    private const int MaxFieldPathLength = 1024;

    public string? Type;
    public string? Reason;
    public string? Action;
    public string? Message;
    public EventSubject? Subject;
    public string? ReportingController;
    public string? ReportingInstance;
    public string? SourceComponent;
    public string? SourceHost;
    public Timestamp FirstTime;
    public Timestamp LastTime;
    public Timestamp EventTime;
    public Timestamp SeriesTime;
    public int Count;
    public int SeriesCount;

    public void Root(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("message"u8) || json.Is("note"u8))
        {
            Message = json.UniqueText(MaxMessageLength);
        }
        else if (json.Is("involvedObject"u8) || json.Is("regarding"u8))
        {
            Subject = ReadSubject(ref json);
        }
        else if (json.Is("reason"u8))
        {
            Reason = CommonFields.NullIfEmpty(json.Text());
        }
        else if (json.Is("type"u8))
        {
            Type = CommonFields.NullIfEmpty(json.Text());
        }
        else if (json.Is("action"u8))
        {
            Action = CommonFields.NullIfEmpty(json.Text());
        }
        else if (json.Is("count"u8) || json.Is("deprecatedCount"u8))
        {
            Count = json.Int32() ?? 0;
        }
        else if (json.Is("eventTime"u8))
        {
            EventTime = json.Time();
        }
        else if (json.Is("firstTimestamp"u8) || json.Is("deprecatedFirstTimestamp"u8))
        {
            FirstTime = json.Time();
        }
        else if (json.Is("lastTimestamp"u8) || json.Is("deprecatedLastTimestamp"u8))
        {
            LastTime = json.Time();
        }
        else
        {
            Reporter(ref json);
        }
    }

    private void Reporter(ref JsonCursor json)
    {
        if (json.Is("reportingComponent"u8) || json.Is("reportingController"u8))
        {
            ReportingController = CommonFields.NullIfEmpty(json.Text());
        }
        else if (json.Is("reportingInstance"u8))
        {
            ReportingInstance = CommonFields.NullIfEmpty(json.Text());
        }
        else if (json.Is("source"u8) || json.Is("deprecatedSource"u8))
        {
            for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
            {
                if (json.Is("component"u8))
                {
                    SourceComponent = CommonFields.NullIfEmpty(json.Text());
                }
                else if (json.Is("host"u8))
                {
                    SourceHost = CommonFields.NullIfEmpty(json.Text());
                }
                else
                {
                    json.Skip();
                }
            }
        }
        else if (json.Is("series"u8))
        {
            for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
            {
                if (json.Is("count"u8))
                {
                    SeriesCount = json.Int32() ?? 0;
                }
                else if (json.Is("lastObservedTime"u8))
                {
                    SeriesTime = json.Time();
                }
                else
                {
                    json.Skip();
                }
            }
        }
        else
        {
            json.Skip();
        }
    }

    public readonly Event? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new Event(metadata, this) : null;

    private static EventSubject? ReadSubject(ref JsonCursor json)
    {
        if (!json.EnterObject())
        {
            return null;
        }

        string? apiVersion = null, kind = null, @namespace = null, name = null, fieldPath = null;
        var uid = default(Uid);
        while (json.NextProperty())
        {
            if (json.Is("kind"u8))
            {
                kind = json.Text();
            }
            else if (json.Is("namespace"u8))
            {
                @namespace = json.Text();
            }
            else if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("uid"u8))
            {
                uid = json.Uid();
            }
            else if (json.Is("apiVersion"u8))
            {
                apiVersion = json.Text();
            }
            else if (json.Is("fieldPath"u8))
            {
                fieldPath = CommonFields.NullIfEmpty(json.Text(MaxFieldPathLength));
            }
            else
            {
                json.Skip();
            }
        }

        return new EventSubject(apiVersion ?? "", kind ?? "", @namespace ?? "", name ?? "", uid, fieldPath);
    }
}
