using Quickstart.Backend;
using Quickstart.World;

namespace Quickstart.Story;

/// <summary>Words for what can be seen of a service.</summary>
internal static class Sight
{
    public static IEnumerable<SeenPod> PodsOf(this Seen seen, Service service) => seen.Pods.Where(pod => pod.Workload == service.Name);

    /// <summary>As many pods as wanted, all ready, all of the newest version.</summary>
    public static bool IsComplete(this Seen seen, Service service) =>
        seen.Workloads.Any(workload => workload.Name == service.Name && workload.Desired > 0 && workload.Available == workload.Desired)
        && seen.PodsOf(service).All(pod => pod is { IsReady: true, Status: "Running" });

    public static bool HasEvent(this Seen seen, string reason, string about, long count = 1) =>
        seen.Events.Any(e => e.Reason == reason && e.Name.StartsWith(about, StringComparison.Ordinal) && e.Count >= count);

    public static bool HasLine(this Seen seen, Service service, string text) =>
        seen.Lines.Any(line => line.Service == service.Name && line.Project == service.Project && line.Text.Contains(text, StringComparison.Ordinal));
}
