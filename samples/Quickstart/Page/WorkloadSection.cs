using Quickstart.Backend;

namespace Quickstart.Page;

internal static class WorkloadSection
{
    public static void Add(Html html, Seen seen)
    {
        html.Add($"<table><thead><tr><th>Workload</th><th class=\"num\">Ready</th><th class=\"num\">New</th><th>State</th></tr></thead><tbody>");
        foreach (var workload in seen.Workloads.OrderBy(workload => workload.Service is null))
        {
            html.Add($"<tr><td class=\"name\">{workload.Name}<small>{Kind(workload)} · {workload.Namespace}</small></td>");
            html.Add($"<td class=\"num\">{Amount.Count(workload.Ready)}/{Amount.Count(workload.Desired)}</td><td class=\"num\">{Amount.Count(workload.Updated)}</td>");
            html.Add($"<td><span class=\"badge {Tone.Of(workload)}\">{Word(workload)}</span></td></tr>");
        }

        html.Add($"</tbody></table>");
    }

    private static string Kind(SeenWorkload workload) => workload.Kind switch
    {
        "deployment" => "Deployment",
        "statefulset" => "StatefulSet",
        _ => "DaemonSet",
    };

    private static string Word(SeenWorkload workload) => Tone.Of(workload) switch
    {
        Tone.Good => "Complete",
        Tone.Busy => "Rolling out",
        Tone.Warn => "Degraded",
        _ => "Down",
    };
}
