using Hex.Agent.Health;

namespace Hex.Agent.Http.Pages.Sections;

/// <summary>What went out, what waits and what was lost on the way.</summary>
internal static class ExportSection
{
    private static readonly Column[] Columns =
    [
        new("Signal", "name"), new("Collected", "n"), new("Delivered", "n"), new("Retries", "n"), new("Waiting", "n"), new("Rejected", "n"), new("Dropped", "n"), new("Last success"), new("State"),
    ];

    public static void Write(Html html, StatusSnapshot status)
    {
        var (logs, metrics) = (status.Logs, status.Metrics);
        html.Markup("<h2>Export<small>").Text($"to {status.Identity.Target}").Markup("</small></h2>");
        HtmlTable.Write(
            html,
            Columns,
            [
                [
                    "Log records", Words.Count(logs.RecordsRead), Words.Count(logs.RecordsDelivered), Words.Count(logs.Retries), Words.Bytes(logs.BytesInFlight),
                    Words.Count(logs.RecordsRejected), Words.Count(logs.RecordsDropped), Words.Ago(logs.LastSuccess, status.Now),
                    State(logs.HeldSince, logs.RetryingSince, status.Now),
                ],
                [
                    "Metric points", Words.Count(metrics.PointsCollected), Words.Count(metrics.PointsDelivered), Words.Count(metrics.Retries), Words.Bytes(metrics.BufferedBytes),
                    Words.Count(metrics.PointsRejected), Words.Count(metrics.PointsDropped + metrics.PointsAgedOut + metrics.PointsAbandoned), Words.Ago(metrics.LastSuccess, status.Now),
                    State(metrics.HeldSince, metrics.RetryingSince, status.Now),
                ],
            ],
            "");
    }

    private static string State(DateTimeOffset? held, DateTimeOffset? retrying, DateTimeOffset now) =>
        held is { } since ? $"held for {Words.Duration(now - since)}" : retrying is { } tried ? $"retrying for {Words.Duration(now - tried)}" : "moving";
}
