using Hex.Agent.Health;
using Hex.Telemetry;

namespace Hex.Agent.Http.Pages.Sections;

/// <summary>Collectors: when they ran, how long it took, what went wrong.</summary>
internal static class CollectorSection
{
    private static readonly Column[] Columns =
    [
        new("Collector", "name"), new("Last run"), new("Took", "n"), new("Points", "n"), new("Runs", "n"), new("Failed", "n"), new("Missed", "n"), new("Error", "err"),
    ];

    public static void Write(Html html, StatusSnapshot status)
    {
        html.Markup("<h2>Collectors</h2>");
        HtmlTable.Write(html, Columns, [.. status.Collectors.Select(one => Row(one, status.Now))], "No collector runs here.");
    }

    private static string?[] Row(CollectorStatus one, DateTimeOffset now) =>
    [
        one.Name,
        one.RunningSince is { } since && now - since > TimeSpan.FromSeconds(1) ? $"running for {Words.Duration(now - since)}" : Words.Ago(one.LastRun, now),
        one.Runs == 0 ? "" : Words.Duration(one.LastDuration),
        one.Runs == 0 ? "" : Words.Count(one.LastPoints),
        Words.Count(one.Runs),
        Words.Count(one.Failures),
        Words.Count(one.Missed),
        one.LastError,
    ];
}
