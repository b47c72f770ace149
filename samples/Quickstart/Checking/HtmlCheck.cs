using System.Net;
using Quickstart.Backend;

namespace Quickstart.Checking;

/// <summary>Whether the page itself, and not only its data, shows what there is.</summary>
internal static class HtmlCheck
{
    private const string Markup = "<script>alert";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? Problem(string html, Seen seen)
    {
        if (seen.Nodes.FirstOrDefault(node => !html.Contains(node.Name, StringComparison.Ordinal)) is { } node)
        {
            return $"the page does not name the node {node.Name}";
        }

        if (seen.Workloads.FirstOrDefault(workload => !html.Contains(workload.Name, StringComparison.Ordinal)) is { } workload)
        {
            return $"the page does not name the workload {workload.Name}";
        }

        if (html.Contains(Markup, StringComparison.Ordinal))
        {
            return "the page has markup out of telemetry in it";
        }

        if (seen.Events.Take(10).Any(e => e.Message.Contains(Markup, StringComparison.Ordinal)) && !html.Contains(WebUtility.HtmlEncode(Markup), StringComparison.Ordinal))
        {
            return "the page does not show the markup of an event's message as text";
        }

        return html.Contains("http://", StringComparison.Ordinal) || html.Contains("https://", StringComparison.Ordinal)
            ? "the page refers to something elsewhere"
            : null;
    }
}
