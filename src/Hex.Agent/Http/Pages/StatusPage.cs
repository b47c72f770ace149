using System.Globalization;
using Hex.Agent.Health;
using Hex.Agent.Http.Pages.Sections;

namespace Hex.Agent.Http.Pages;

/// <summary>The page at <c>/</c>: everything about the agent that a person would ask, from one snapshot.</summary>
internal static class StatusPage
{
    private const string Head = """
        <!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><meta http-equiv=refresh content=5>
        <meta name=color-scheme content="light dark"><link rel=icon href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath d='M16 2l12 7v14l-12 7-12-7V9z' fill='%232f6fde'/%3E%3C/svg%3E"><style>
        """;

    private const string Mark = """
        <svg width=36 height=36 viewBox="0 0 32 32" aria-hidden=true><path d="M16 2l12 7v14l-12 7-12-7V9z" fill="currentColor"/><path d="M11 10v12M21 10v12M11 16h10" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>
        """;

    /// <summary>Writes the page.</summary>
    public static byte[] Write(StatusSnapshot status, LogRates rates)
    {
        var html = new Html();
        html.Markup(Head).Markup(PageStyle.Css).Markup("</style><title>").Text($"hex-agent on {status.Identity.Node}").Markup("</title></head><body><main>");
        WriteHeader(html, status);
        WriteTroubles(html, status);
        WriteTiles(html, status, rates);
        ExportSection.Write(html, status);
        CollectorSection.Write(html, status);
        LeaseSection.Write(html, status);
        WatchSection.Write(html, status);
        if (status.Reader is { } reader)
        {
            LogFileSection.Write(html, reader, rates);
        }

        html.Markup("<footer>").Text(status.Now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))
            .Markup(" UTC · renews itself every 5 s · figures since the agent's start</footer></main></body></html>");
        return html.ToBytes();
    }

    private static void WriteHeader(Html html, StatusSnapshot status)
    {
        var identity = status.Identity;
        html.Markup("<header>").Markup(Mark).Markup("<div><h1>").Text(identity.Node).Markup("</h1><p>");
        html.Text($"hex-agent {identity.Version} · {(identity.Cluster.Length > 0 ? $"cluster {identity.Cluster} · " : "")}profile {identity.Profile} · roles {identity.Roles} · up {Words.Duration(status.Now - identity.Started)}");
        html.Markup("</p>");
        if (identity.HostView.Length > 0)
        {
            html.Markup("<p>").Text($"what host metrics show · {identity.HostView}").Markup("</p>");
        }

        html.Markup("</div><div class=state>");
        var overall = Overall(status);
        _ = overall.Class switch
        {
            "ok" => html.Markup("<span class=\"pill ok\">"),
            "warn" => html.Markup("<span class=\"pill warn\">"),
            _ => html.Markup("<span class=\"pill bad\">"),
        };
        html.Text(overall.Word).Markup("</span></div></header>");
    }

    private static void WriteTroubles(Html html, StatusSnapshot status)
    {
        foreach (var loop in status.Loops.Where(loop => !loop.Turns && !status.IsStopping))
        {
            html.Markup("<p class=\"note bad\">").Text($"{loop.Name} has ended{(loop.Failure is null ? "" : $": {loop.Failure}")}").Markup("</p>");
        }

        foreach (var reason in new[] { status.Logs.HeldReason, status.Metrics.HeldReason, status.ClusterLogs?.HeldReason, status.ClusterMetrics?.HeldReason }.OfType<string>().Distinct())
        {
            html.Markup("<p class=\"note bad\"><b>Held: nothing is lost, nothing moves.</b> ").Text(reason).Markup("</p>");
        }

        foreach (var reason in new[] { status.Logs.RetryReason, status.Metrics.RetryReason, status.ClusterLogs?.RetryReason, status.ClusterMetrics?.RetryReason }.OfType<string>().Distinct())
        {
            html.Markup("<p class=\"note warn\"><b>Trying again.</b> ").Text(reason).Markup("</p>");
        }

        foreach (var missing in status.WaitingFor)
        {
            html.Markup("<p class=\"note warn\">Not ready yet: ").Text(missing).Markup("</p>");
        }
    }

    private static void WriteTiles(Html html, StatusSnapshot status, LogRates rates)
    {
        var uptime = status.Now - status.Identity.Started;
        html.Markup("<div class=tiles>");
        Tile(Words.Count(status.Logs.RecordsDelivered), "log records delivered");
        Tile(Words.Count(status.Metrics.PointsDelivered + (status.ClusterMetrics?.PointsDelivered ?? 0)), "metric points delivered");
        if (status.Reader is { } reader)
        {
            Tile(rates.RecordsPerSecond is { } rate ? Words.Rate(rate) : "…", "lines read");
            Tile(Words.Bytes(reader.Files.Sum(file => Math.Max(0, file.Size - file.ReadOffset))), "not read yet");
        }

        Tile(Words.Bytes(status.Process.ResidentBytes), "resident memory");
        Tile($"{100 * status.Process.ProcessorTime.TotalSeconds / Math.Max(uptime.TotalSeconds, 1):0.00} %", "of a core since the start");
        html.Markup("</div>");

        void Tile(string value, string what) => html.Markup("<div class=tile><b>").Text(value).Markup("</b><span>").Text(what).Markup("</span></div>");
    }

    private static (string Class, string Word) Overall(StatusSnapshot status) => status switch
    {
        { IsStopping: true } => ("warn", "Stopping"),
        { IsAlive: false } => ("bad", "Broken"),
        { Logs.HeldSince: not null } or { Metrics.HeldSince: not null } or { ClusterLogs.HeldSince: not null } or { ClusterMetrics.HeldSince: not null } => ("bad", "Holding"),
        { Logs.RetryingSince: not null } or { Metrics.RetryingSince: not null } or { ClusterLogs.RetryingSince: not null } or { ClusterMetrics.RetryingSince: not null } => ("warn", "Retrying"),
        { IsReady: false } => ("warn", "Starting"),
        { Logs.LastSuccess: null, Metrics.LastSuccess: null, ClusterMetrics: null or { LastSuccess: null } } => ("ok", "Ready"),
        _ => ("ok", "Delivering"),
    };
}
