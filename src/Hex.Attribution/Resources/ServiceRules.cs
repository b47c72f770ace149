using Hex.Kubernetes;

namespace Hex.Attribution.Resources;

/// <summary>
/// Which service an object says it is (LOGS, Attribution). An object that says nothing stays without: the workload's name is no service,
/// and two sources of a name would split one service in two.
/// </summary>
internal static class ServiceRules
{
    public static string? Name(KubernetesObject item, AttributionOptions options) =>
        Set(item.Annotations[AttributionAnnotations.ServiceName])
        ?? Set(item.Labels["app"])
        ?? (options.UseAppKubernetesIoName ? Set(item.Labels["app.kubernetes.io/name"]) : null);

    public static string? Namespace(KubernetesObject item) => Set(item.Annotations[AttributionAnnotations.ServiceNamespace]);

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
