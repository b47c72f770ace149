using Quickstart.Backend;

namespace Quickstart.Page;

internal static class PodSection
{
    // A real cluster may have thousands; the first of them fill any screen.
    private const int Most = 200;

    public static void Add(Html html, Seen seen)
    {
        html.Add($"<table class=\"pods\"><thead><tr><th>Pod</th><th>Belongs to</th><th>Status</th><th>CPU</th><th>Memory</th></tr></thead><tbody>");
        foreach (var pod in seen.Pods.OrderBy(Rank).Take(Most))
        {
            html.Add($"<tr class=\"{Tone.Of(pod)}\"><td class=\"name\">{pod.Name}<small>{pod.Namespace} · {pod.Node}</small></td><td>");
            Service.Add(html, pod.Service, pod.Project, pod.Workload);
            html.Add($"</td><td><span class=\"badge {Tone.Of(pod)}\">{Word(pod)}</span>");
            if (pod.Restarts > 0)
            {
                html.Add($"<small>{Amount.Count(pod.Restarts)} {(pod.Restarts == 1 ? "restart" : "restarts")}{(pod.LastEnd is { } end ? $", last {end}" : "")}</small>");
            }

            html.Add($"</td><td>");
            MeterBar.Add(html, pod.Cpu, Amount.Cores);
            html.Add($"</td><td>");
            MeterBar.Add(html, pod.Memory, Amount.Bytes);
            html.Add($"</td></tr>");
        }

        html.Add($"</tbody></table>");
        if (seen.Pods.Count > Most)
        {
            html.Add($"<p class=\"foot\">{seen.Pods.Count - Most} more pods are not shown.</p>");
        }
    }

    /// <summary>What is in trouble first, then what changes, then what belongs to somebody.</summary>
    private static int Rank(SeenPod pod) => Tone.Of(pod) switch
    {
        Tone.Bad => 0,
        Tone.Warn or Tone.Busy => 1,
        _ => pod.Service is not null ? 2 : 3,
    };

    private static string Word(SeenPod pod) => pod is { Status: "Running", IsReady: false } ? "Not ready" : pod.Status;
}
