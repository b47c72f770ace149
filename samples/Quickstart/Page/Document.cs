namespace Quickstart.Page;

/// <summary>
/// The whole page. Parts that change have an id and <c>data-live</c>; a script puts newer ones in their place. Without scripts the page loads itself
/// anew every few seconds.
/// </summary>
internal static class Document
{
    public static string Render(PageModel page)
    {
        var html = new Html();
        html.Add($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Hex quickstart</title>");
        html.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        html.Add($"<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript><link rel=\"icon\" href=\"data:,\">");
        html.Add($"<style>");
        html.Add(Assets.Style);
        html.Add($"</style></head><body><header><svg class=\"mark\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M12 1.5 21 6.75v10.5L12 22.5 3 17.25V6.75z\"/></svg>");
        html.Add($"<h1>Hex <span>what a backend sees</span></h1>");
        Live(html, "clock", h => h.Add($"<p class=\"clock\">{Clock(page)}</p>"));
        html.Add($"</header><p class=\"gone\">The quickstart does not answer any more. What is below is the last that was seen.</p><main>");
        Content(html, page);
        html.Add($"</main><footer><p>{page.Source} Everything below the story is made of what the backend received, and of nothing else: ");
        html.Add($"<a href=\"/data.json\">the same as JSON</a>.</p></footer><script>");
        html.Add(Assets.Script);
        html.Add($"</script></body></html>");
        return html.ToString();
    }

    private static void Content(Html html, PageModel page)
    {
        html.Add($"<section class=\"story\">");
        Live(html, "story", h => StorySection.Add(h, page.Story));
        html.Add($"</section>");
        if (page.Seen is not { } seen)
        {
            return;
        }

        Live(html, "summary", h => SummarySection.Add(h, seen));
        Live(html, "waiting", h => h.Add($"<p class=\"wait\">{(seen.Totals.MetricPoints == 0 ? "Waiting for the first telemetry…" : "")}</p>"));
        Section(html, "nodes", "Nodes", "", h => NodeSection.Add(h, seen));
        html.Add($"<div class=\"columns\"><div>");
        Section(html, "pods", "Pods", "bar: usage, up to the limit · tick: request", h => PodSection.Add(h, seen));
        Section(html, "log", "Container logs", "newest first, by service and project", h => LogSection.Add(h, seen));
        html.Add($"</div><div>");
        Section(html, "workloads", "Workloads", "", h => WorkloadSection.Add(h, seen));
        Section(html, "events", "Events", "newest first", h => EventSection.Add(h, seen));
        html.Add($"</div></div>");
    }

    private static string Clock(PageModel page) => page.Seen is { } seen
        ? $"{seen.At.ToLocalTime():HH:mm:ss} · {seen.Totals.Requests:N0} requests · {Amount.Bytes(seen.Totals.Bytes)} received"
        : "";

    private static void Section(Html html, string id, string title, string note, Action<Html> content)
    {
        html.Add($"<section><h2>{title} <small>{note}</small></h2>");
        Live(html, id, content);
        html.Add($"</section>");
    }

    private static void Live(Html html, string id, Action<Html> content)
    {
        html.Add($"<div id=\"{id}\" data-live>");
        content(html);
        html.Add($"</div>");
    }
}
