using System.Globalization;
using Quickstart.Backend;

namespace Quickstart.Page;

internal static class EventSection
{
    private const int Most = 16;

    public static void Add(Html html, Seen seen)
    {
        if (seen.Events.Count == 0)
        {
            html.Add($"<p class=\"card none\">None yet.</p>");
            return;
        }

        html.Add($"<ul class=\"events\">");
        foreach (var e in seen.Events.Take(Most))
        {
            html.Add($"<li class=\"{(e.Type == "Warning" ? Tone.Warn : "plain")}\"><p><b>{e.Reason}</b>");
            if (e.Count > 1)
            {
                html.Add($"<span class=\"times\">×{e.Count}</span>");
            }

            html.Add($"<span class=\"kind\">{e.Type}</span><time>{e.Last.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time></p>");
            html.Add($"<p class=\"message\">{e.Message}</p><small>{e.Kind} {e.Name}</small></li>");
        }

        html.Add($"</ul>");
    }
}
