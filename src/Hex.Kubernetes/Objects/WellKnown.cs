namespace Hex.Kubernetes;

/// <summary>Label and annotation keys of the Kubernetes API that the projections read themselves.</summary>
internal static class WellKnown
{
    public const string PodTemplateHash = "pod-template-hash";
    public const string ConfigHash = "kubernetes.io/config.hash";
}
