namespace Hex.Kubernetes;

/// <summary>metrics.k8s.io/v1beta1 NodeMetrics.</summary>
internal struct NodeUsageDraft : IObjectDraft<NodeUsage>
{
    private Timestamp _time;
    private TimeSpan _window;
    private ResourceUsage _usage;

    public void Root(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("usage"u8))
        {
            _usage = UsageFields.Usage(ref json);
        }
        else
        {
            UsageFields.Time(ref json, ref _time, ref _window);
        }
    }

    public readonly NodeUsage? Build(in ObjectMetadata metadata) => new(metadata.Name!, _time, _window, _usage);
}

/// <summary>metrics.k8s.io/v1beta1 PodMetrics.</summary>
internal struct PodUsageDraft : IObjectDraft<PodUsage>
{
    private Timestamp _time;
    private TimeSpan _window;
    private List<ContainerUsage>? _containers;

    public void Root(ref JsonCursor json, DecodeContext context)
    {
        if (!json.Is("containers"u8))
        {
            UsageFields.Time(ref json, ref _time, ref _window);
            return;
        }

        for (var isArray = json.EnterArray(); isArray && json.NextElement();)
        {
            if (json.EnterObject() && UsageFields.Container(ref json) is { Name.Length: > 0 } container)
            {
                if (_containers?.Count >= Pod.MaxContainers)
                {
                    json.CountTruncated();
                    continue;
                }

                (_containers ??= new(1)).Add(container);
            }
        }
    }

    public readonly PodUsage? Build(in ObjectMetadata metadata) =>
        new(metadata.Namespace ?? "", metadata.Name!, _time, _window, (IReadOnlyList<ContainerUsage>?)_containers ?? []);
}

/// <summary>What both kinds carry.</summary>
internal static class UsageFields
{
    public static void Time(ref JsonCursor json, ref Timestamp time, ref TimeSpan window)
    {
        if (json.Is("timestamp"u8))
        {
            time = json.Time();
        }
        else if (json.Is("window"u8))
        {
            if (!GoDuration.TryParse(json.Word(), out window))
            {
                json.CountInvalid();
            }
        }
        else
        {
            json.Skip();
        }
    }

    public static ContainerUsage Container(ref JsonCursor json)
    {
        var (name, usage) = ("", default(ResourceUsage));
        while (json.NextProperty())
        {
            if (json.Is("name"u8))
            {
                name = json.Text() ?? "";
            }
            else if (json.Is("usage"u8))
            {
                usage = Usage(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return new ContainerUsage(name, usage);
    }

    public static ResourceUsage Usage(ref JsonCursor json)
    {
        Quantity? cpu = null, memory = null;
        for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
        {
            if (json.Is("cpu"u8))
            {
                cpu = json.Quantity();
            }
            else if (json.Is("memory"u8))
            {
                memory = json.Quantity();
            }
            else
            {
                json.Skip();
            }
        }

        return new ResourceUsage(cpu, memory);
    }
}
