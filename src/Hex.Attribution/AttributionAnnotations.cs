namespace Hex.Attribution;

/// <summary>The annotations by which a pod says who it is and how its logs are read. One on a workload's template is on its pods.</summary>
public static class AttributionAnnotations
{
    /// <summary>Gives <c>service.name</c>.</summary>
    public const string ServiceName = "hexcovery.com/service-name";

    /// <summary>Gives <c>service.namespace</c>.</summary>
    public const string ServiceNamespace = "hexcovery.com/service-namespace";

    /// <summary><c>"false"</c> leaves the pod's logs alone.</summary>
    public const string Logs = "hexcovery.com/logs";

    /// <summary><c>"true"</c> or <c>"false"</c>: whether continuation lines of the pod's logs are joined.</summary>
    public const string LogsMultiline = "hexcovery.com/logs-multiline";

    internal static IReadOnlyList<string> All { get; } = [ServiceName, ServiceNamespace, Logs, LogsMultiline];
}
