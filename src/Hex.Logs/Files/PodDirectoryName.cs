using System.Diagnostics.CodeAnalysis;

namespace Hex.Logs.Files;

/// <summary>
/// The name of a pod's log directory: <c>namespace_pod_uid</c>. Neither part can hold an underscore (RFC 1123 labels and subdomains),
/// so it is split from both ends. The uid of a static pod is a hash.
/// </summary>
internal readonly record struct PodDirectoryName(string Namespace, string Pod, string Uid)
{
    public static bool TryParse(string name, [NotNullWhen(true)] out PodDirectoryName? parsed)
    {
        parsed = null;
        var first = name.IndexOf('_', StringComparison.Ordinal);
        var last = name.LastIndexOf('_');
        if (first <= 0 || last <= first + 1 || last == name.Length - 1)
        {
            return false;
        }

        parsed = new PodDirectoryName(name[..first], name[(first + 1)..last], name[(last + 1)..]);
        return true;
    }
}
