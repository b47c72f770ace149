using static Hex.Agent.Configuration.Table.OptionKinds;

namespace Hex.Agent.Configuration.Table;

/// <summary>attribution.*: what of a pod's metadata goes onto its signals.</summary>
internal static class AttributionOptions
{
    public static readonly Option<IReadOnlyList<string>> PodLabels = new("attribution.podLabels", Texts)
    {
        Default = "[]",
        Doc = "Labels of the pod that become attributes, as `k8s.pod.label.<key>`.",
    };

    public static readonly Option<IReadOnlyList<string>> PodAnnotations = new("attribution.podAnnotations", Texts)
    {
        Default = "[]",
        Doc = "Annotations of the pod that become attributes, as `k8s.pod.annotation.<key>`.",
    };

    public static readonly Option<IReadOnlyList<string>> NamespaceLabels = new("attribution.namespaceLabels", Texts)
    {
        Default = "[]",
        Doc = "Labels of the namespace that become attributes, as `k8s.namespace.label.<key>`.",
    };

    public static readonly Option<bool> UseAppKubernetesIoName = new("attribution.useAppKubernetesIoName", Flag)
    {
        Default = "false",
        Doc = "Takes `service.name` from the label `app.kubernetes.io/name` where neither the annotation `hexcovery.com/service-name` nor the label `app` says it.",
    };

    public static readonly IReadOnlyList<Option> All = [PodLabels, PodAnnotations, NamespaceLabels, UseAppKubernetesIoName];
}
