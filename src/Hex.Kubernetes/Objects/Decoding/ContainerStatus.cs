namespace Hex.Kubernetes;

/// <summary>One entry of <c>containerStatuses</c> while a pod is decoded.</summary>
internal struct ContainerStatus
{
    public string? Name;
    public ContainerState State;
    public string? Reason;
    public Timestamp StartedAt;
    public bool IsReady;
    public bool IsStarted;
    public int RestartCount;
    public ContainerId Id;
    public ResourceAmounts? Requests;
    public ResourceAmounts? Limits;
    public ResourceAmounts? Allocated;
    public ContainerTermination? Terminated;
    public ContainerTermination? LastTerminated;

    public static void ReadAll(ref JsonCursor json, DecodeContext context, ref List<ContainerStatus>? statuses)
    {
        if (!json.EnterArray())
        {
            return;
        }

        while (json.NextElement())
        {
            if (json.EnterObject())
            {
                (statuses ??= new(2)).Add(Read(ref json, context));
            }
        }
    }

    private static ContainerStatus Read(ref JsonCursor json, DecodeContext context)
    {
        var status = new ContainerStatus { State = ContainerState.Waiting };
        while (json.NextProperty())
        {
            if (json.Is("name"u8))
            {
                status.Name = json.Text();
            }
            else if (json.Is("state"u8))
            {
                ReadState(ref json, ref status);
            }
            else if (json.Is("lastState"u8))
            {
                var last = default(ContainerStatus);
                ReadState(ref json, ref last);
                status.LastTerminated = last.Terminated;
            }
            else if (json.Is("ready"u8))
            {
                status.IsReady = json.Boolean();
            }
            else if (json.Is("started"u8))
            {
                status.IsStarted = json.Boolean();
            }
            else if (json.Is("restartCount"u8))
            {
                status.RestartCount = json.Int32() ?? 0;
            }
            else if (json.Is("containerID"u8))
            {
                var id = json.Word();
                status.Id = id.Length <= JsonCursor.MaxTextLength ? ContainerId.Parse(id, context.Strings) : default;
            }
            else if (json.Is("resources"u8))
            {
                (status.Requests, status.Limits) = CommonFields.Requirements(ref json, context);
            }
            else if (json.Is("allocatedResources"u8))
            {
                status.Allocated = CommonFields.Amounts(ref json, context);
            }
            else
            {
                json.Skip();
            }
        }

        return status;
    }

    // {"waiting":{…}} | {"running":{…}} | {"terminated":{…}} | {}; an empty state means waiting (core/v1 ContainerState).
    private static void ReadState(ref JsonCursor json, ref ContainerStatus status)
    {
        if (!json.EnterObject())
        {
            return;
        }

        while (json.NextProperty())
        {
            if (json.Is("running"u8) && !json.IsNull)
            {
                status.State = ContainerState.Running;
                status.StartedAt = ReadDetails(ref json).Started;
            }
            else if (json.Is("waiting"u8) && !json.IsNull)
            {
                status.State = ContainerState.Waiting;
                status.Reason = ReadDetails(ref json).Reason;
            }
            else if (json.Is("terminated"u8) && !json.IsNull)
            {
                status.State = ContainerState.Terminated;
                status.Terminated = ReadDetails(ref json);
                status.Reason = status.Terminated.Reason;
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static ContainerTermination ReadDetails(ref JsonCursor json)
    {
        string? reason = null;
        var (exitCode, signal, started, finished) = (0, 0, default(Timestamp), default(Timestamp));
        if (json.EnterObject())
        {
            while (json.NextProperty())
            {
                if (json.Is("reason"u8))
                {
                    reason = CommonFields.NullIfEmpty(json.Text());
                }
                else if (json.Is("exitCode"u8))
                {
                    exitCode = json.Int32() ?? 0;
                }
                else if (json.Is("signal"u8))
                {
                    signal = json.Int32() ?? 0;
                }
                else if (json.Is("startedAt"u8))
                {
                    started = json.Time();
                }
                else if (json.Is("finishedAt"u8))
                {
                    finished = json.Time();
                }
                else
                {
                    json.Skip();
                }
            }
        }

        return new ContainerTermination(reason, exitCode, signal, started, finished);
    }
}
