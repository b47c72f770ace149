using System.IO.Enumeration;
using Hex.Telemetry;

namespace Hex.Logs.Discovery;

/// <summary>Which containers are left alone.</summary>
internal sealed class Exclusions(ContainerLogReaderOptions options)
{
    private readonly string[] _namespaces = [.. options.ExcludeNamespaces];
    private readonly string[] _pods = [.. options.ExcludePods];
    private readonly string[] _containers = [.. options.ExcludeContainers];

    public bool Contains(in ContainerIdentity container) =>
        Any(_namespaces, container.Namespace) || Any(_pods, container.Pod) || Any(_containers, container.Container);

    private static bool Any(string[] patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
