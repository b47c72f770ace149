using static Quickstart.Backend.Reading;

namespace Quickstart.Backend;

/// <summary>Puts the metrics of a pod and of its containers together.</summary>
internal static class PodReading
{
    private const string PodUid = "k8s.pod.uid";
    private static readonly string[] Owners = ["deployment", "statefulset", "daemonset", "cronjob", "job", "replicaset"];

    public static IReadOnlyList<SeenPod> Pods(SubjectTable table)
    {
        var containers = table.Of(SubjectKind.Container).Where(container => container[PodUid] is not null).ToLookup(container => container[PodUid]!);
        return [.. table.Of(SubjectKind.Pod)
            .Select(pod => Pod(pod, [.. containers[pod.Id]]))
            .OrderBy(pod => pod.Namespace, StringComparer.Ordinal).ThenBy(pod => pod.Name, StringComparer.Ordinal)];
    }

    private static SeenPod Pod(Subject pod, IReadOnlyList<Subject> containers) => new(
        pod["k8s.namespace.name"] ?? "",
        pod["k8s.pod.name"] ?? "",
        pod["service.name"],
        pod["service.namespace"],
        pod["k8s.node.name"],
        Owners.Select(owner => pod[$"k8s.{owner}.name"]).FirstOrDefault(name => name is not null),
        pod["k8s.replicaset.name"],
        Status(pod, containers),
        containers.Count > 0 && containers.All(container => container.Value("k8s.container.ready") == 1),
        pod.Value("k8s.pod.restart.count") ?? 0,
        containers.Select(LastEnd).FirstOrDefault(end => end is not null),
        MeterOf(pod, "k8s.pod.cpu", "usage"),
        MeterOf(pod, "k8s.pod.memory", "working_set"));

    /// <summary>What keeps a container from running says more than the phase, as in <c>kubectl get pods</c>.</summary>
    private static string Status(Subject pod, IReadOnlyList<Subject> containers)
    {
        if (pod.Value("k8s.pod.terminating") == 1)
        {
            return "Terminating";
        }

        return containers.SelectMany(container => container.States("k8s.container.status.reason")).FirstOrDefault()
            ?? pod.States("k8s.pod.status.phase").FirstOrDefault()
            ?? "Unknown";
    }

    private static string? LastEnd(Subject container)
    {
        foreach (var (reason, exitCode) in container.All("k8s.container.last_terminated.exit_code"))
        {
            return $"{reason} ({exitCode:0})";
        }

        return null;
    }
}
