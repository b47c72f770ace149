using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>The sums over the pods of a snapshot, for nodes and namespaces; made once, whoever asks.</summary>
internal sealed class PodRollup
{
    private readonly Dictionary<string, PodSums> _nodes = [];
    private readonly Dictionary<string, PodSums> _namespaces = [];

    private PodRollup()
    {
    }

    public static PodRollup Of(ResourceSnapshot<Pod> pods)
    {
        var rollup = new PodRollup();
        foreach (var pod in pods)
        {
            Sums(rollup._namespaces, pod.Namespace).Add(pod);
            if (pod.NodeName.Length > 0)
            {
                Sums(rollup._nodes, pod.NodeName).Add(pod);
            }
        }

        return rollup;
    }

    /// <summary>The sums over the pods bound to a node.</summary>
    public PodSums Node(string name) => _nodes.GetValueOrDefault(name) ?? PodSums.None;

    /// <summary>The sums over the pods of a namespace.</summary>
    public PodSums Namespace(string name) => _namespaces.GetValueOrDefault(name) ?? PodSums.None;

    private static PodSums Sums(Dictionary<string, PodSums> all, string name)
    {
        if (!all.TryGetValue(name, out var sums))
        {
            all.Add(name, sums = new PodSums());
        }

        return sums;
    }
}
