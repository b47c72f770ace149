using Quickstart.Backend;

namespace Quickstart.Page;

/// <summary>The state of everything in one row.</summary>
internal static class SummarySection
{
    public static void Add(Html html, Seen seen)
    {
        var ready = seen.Nodes.Count(node => node.Ready == "true");
        var running = seen.Pods.Count(pod => Tone.Of(pod) == Tone.Good);
        var bad = seen.Pods.Where(pod => Tone.Of(pod) == Tone.Bad).Select(pod => pod.Status).Distinct().ToList();
        var warnings = seen.Events.Where(e => e.Type == "Warning").Sum(e => e.Count);
        html.Add($"<dl class=\"tiles\">");
        Tile(html, "Nodes ready", $"{ready}/{seen.Nodes.Count}", ready == seen.Nodes.Count ? Tone.Good : Tone.Warn, Missing(seen));
        Tile(html, "Pods well", $"{running}/{seen.Pods.Count}", Worst(seen), bad.Count > 0 ? string.Join(", ", bad) : running == seen.Pods.Count ? "all of them" : "some are changing");
        Tile(html, "Usage", Usage(seen), seen.HasUsage ? Tone.Good : Tone.Warn, seen.HasUsage ? $"and {Amount.Bytes(seen.Nodes.Sum(node => node.Memory.Usage ?? 0))} of memory" : "not measured");
        Tile(html, "Warnings", $"{warnings}", warnings == 0 ? Tone.Good : Tone.Busy, "in the latest events");
        Tile(html, "Log lines", $"{seen.Totals.LinesPerSecond:0.#}/s", "plain", $"{seen.Totals.LogRecords:N0} records so far");
        Tile(html, "Metric points", $"{seen.Totals.MetricPoints:N0}", "plain", $"{seen.Totals.Series:N0} series are current");
        html.Add($"</dl>");
    }

    private static string Missing(Seen seen)
    {
        var names = seen.Nodes.Where(node => node.Ready != "true").Select(node => node.Name).ToList();
        return names.Count == 0 ? "all of them" : $"without {string.Join(", ", names.Take(3))}";
    }

    private static string Worst(Seen seen)
    {
        var tones = seen.Pods.Select(Tone.Of).ToHashSet();
        return tones.Contains(Tone.Bad) ? Tone.Bad : tones.Contains(Tone.Warn) ? Tone.Warn : tones.Contains(Tone.Busy) ? Tone.Busy : Tone.Good;
    }

    private static string Usage(Seen seen) => seen.HasUsage ? $"{Amount.Cores(seen.Nodes.Sum(node => node.Cpu.Usage ?? 0))} cores" : Amount.Unknown;

    private static void Tile(Html html, string name, string value, string tone, string note) =>
        html.Add($"<div class=\"{tone}\"><dt>{name}</dt><dd>{value}<small>{note}</small></dd></div>");
}
