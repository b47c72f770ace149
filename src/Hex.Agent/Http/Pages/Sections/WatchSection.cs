using Hex.Agent.Health;
using Hex.Kubernetes;

namespace Hex.Agent.Http.Pages.Sections;

/// <summary>Watches of the API server: how old what they know is, and how often they had to start over.</summary>
internal static class WatchSection
{
    private static readonly Column[] Columns =
    [
        new("Watch", "name"), new("State"), new("Last heard"), new("Lists", "n"), new("Relists", "n"), new("Failures", "n"), new("Error", "err"),
    ];

    public static void Write(Html html, StatusSnapshot status)
    {
        html.Markup("<h2>Watches</h2>");
        HtmlTable.Write(html, Columns, [.. status.Watches.Select(Row)], "Nothing is watched here: another agent leads, or the role needs no API server.");
    }

    private static string?[] Row(WatchView watch) =>
    [
        watch.Kind,
        watch.State switch
        {
            WatchState.Watching => watch.IsFresh ? "current" : "stale",
            WatchState.Listing => "reading",
            WatchState.BackingOff => "waiting to try again",
            WatchState.Denied => "no permission",
            WatchState.Absent => "the server has no such kind",
            _ => "not started",
        },
        $"{Words.Duration(watch.Age)} ago",
        Words.Count(watch.Lists),
        Words.Count(watch.Expirations),
        Words.Count(watch.Failures),
        watch.Error,
    ];
}
