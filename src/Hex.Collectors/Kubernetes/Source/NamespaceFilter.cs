namespace Hex.Collectors.Kubernetes;

/// <summary>Which namespaces are collected.</summary>
internal sealed class NamespaceFilter(KubernetesCollectorOptions options)
{
    private readonly string[] _included = [.. options.IncludeNamespaces];
    private readonly string[] _excluded = [.. options.ExcludeNamespaces];

    public bool Includes(string name) => (_included.Length == 0 || IsAny(_included, name)) && !IsAny(_excluded, name);

    private static bool IsAny(string[] patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : name == pattern)
            {
                return true;
            }
        }

        return false;
    }
}
