using Hex.Agent.Health;
using Hex.Telemetry;

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
        var rows = new List<string?[]> { Row("Log records", logs, status.Now), Row("Metric points", metrics, status.Now) };
        if (status is { ClusterLogs: { } events, ClusterMetrics: { } points })
        {
            rows.Add(Row("Cluster events", events, status.Now));
            rows.Add(Row("Cluster metric points", points, status.Now));
        }

        HtmlTable.Write(html, Columns, rows, "");
    }

    private static string?[] Row(string name, LogPipelineStatus logs, DateTimeOffset now) =>
    [
        name, Words.Count(logs.RecordsRead), Words.Count(logs.RecordsDelivered), Words.Count(logs.Retries), Words.Bytes(logs.BytesInFlight),
        Words.Count(logs.RecordsRejected), Words.Count(logs.RecordsDropped), Words.Ago(logs.LastSuccess, now), State(logs.HeldSince, logs.RetryingSince, logs.LastSuccess, now),
    ];

    private static string?[] Row(string name, MetricPipelineStatus metrics, DateTimeOffset now) =>
    [
        name, Words.Count(metrics.PointsCollected), Words.Count(metrics.PointsDelivered), Words.Count(metrics.Retries), Words.Bytes(metrics.BufferedBytes),
        Words.Count(metrics.PointsRejected), Words.Count(metrics.PointsDropped + metrics.PointsAgedOut + metrics.PointsAbandoned), Words.Ago(metrics.LastSuccess, now),
        State(metrics.HeldSince, metrics.RetryingSince, metrics.LastSuccess, now),
    ];

    private static string State(DateTimeOffset? held, DateTimeOffset? retrying, DateTimeOffset? success, DateTimeOffset now) =>
        held is { } since ? $"held for {Words.Duration(now - since)}"
            : retrying is { } tried ? $"retrying for {Words.Duration(now - tried)}"
            : success is null ? "nothing sent yet" : "moving";
}
