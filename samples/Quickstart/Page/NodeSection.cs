using Quickstart.Backend;

namespace Quickstart.Page;

internal static class NodeSection
{
    public static void Add(Html html, Seen seen)
    {
        html.Add($"<div class=\"nodes\">");
        foreach (var node in seen.Nodes)
        {
            html.Add($"<article class=\"card\"><h3>{node.Name}<span class=\"badge {Tone.Of(node)}\">{Word(node)}</span></h3>");
            html.Add($"<div class=\"row\"><span>CPU</span>");
            MeterBar.Add(html, node.Cpu, Amount.Cores, "cores");
            html.Add($"</div><div class=\"row\"><span>Memory</span>");
            MeterBar.Add(html, node.Memory, Amount.Bytes, "in all");
            html.Add($"</div><p class=\"foot\">{Amount.Count(node.Pods)} {(node.Pods == 1 ? "pod" : "pods")}</p></article>");
        }

        html.Add($"</div>");
    }

    private static string Word(SeenNode node) => node.Ready switch
    {
        "true" => "Ready",
        "false" => "Not ready",
        _ => "Unknown",
    };
}
