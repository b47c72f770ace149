namespace Quickstart.Backend;

/// <summary>Makes nodes and workloads out of metrics.</summary>
internal static class Reading
{
    public static IReadOnlyList<SeenNode> Nodes(SubjectTable table) =>
        [.. table.Of(SubjectKind.Node).Select(Node).OrderBy(node => node.Name, StringComparer.Ordinal)];

    public static IReadOnlyList<SeenWorkload> Workloads(SubjectTable table) =>
        [.. table.Of(SubjectKind.Workload).Select(Workload).OrderBy(w => w.Namespace, StringComparer.Ordinal).ThenBy(w => w.Name, StringComparer.Ordinal)];

    public static Meter MeterOf(Subject subject, string what, string usage, string limit = "limit") =>
        new(subject.Value($"{what}.{usage}"), subject.Value($"{what}.request"), subject.Value($"{what}.{limit}"));

    private static SeenNode Node(Subject node) => new(
        node.Id,
        ReadyOf(node),
        node.Value("k8s.node.pod.usage"),
        MeterOf(node, "k8s.node.cpu", "usage", "allocatable"),
        MeterOf(node, "k8s.node.memory", "working_set", "allocatable"));

    /// <summary>Of the three series per condition the one that is 1 says how it stands; labels are status and type.</summary>
    private static string ReadyOf(Subject node)
    {
        const string type = "/Ready";
        return node.States("k8s.node.condition.status").FirstOrDefault(state => state.EndsWith(type, StringComparison.Ordinal))?[..^type.Length] ?? "unknown";
    }

    private static SeenWorkload Workload(Subject workload)
    {
        var kind = workload.Id[..workload.Id.IndexOf('/', StringComparison.Ordinal)];
        double? Of(params ReadOnlySpan<string> metrics)
        {
            foreach (var metric in metrics)
            {
                if (workload.Value($"k8s.{kind}.{metric}") is { } value)
                {
                    return value;
                }
            }

            return null;
        }

        return new SeenWorkload(
            kind,
            workload["k8s.namespace.name"] ?? "",
            workload[$"k8s.{kind}.name"] ?? "",
            workload["service.name"],
            workload["service.namespace"],
            Of("pod.desired", "node.desired_scheduled"),
            Of("pod.ready", "node.ready"),
            Of("pod.updated", "node.updated_scheduled"),
            Of("pod.available", "node.available"));
    }
}
