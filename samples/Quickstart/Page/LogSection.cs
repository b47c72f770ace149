using System.Globalization;
using Quickstart.Backend;

namespace Quickstart.Page;

internal static class LogSection
{
    private const int Most = 40;

    public static void Add(Html html, Seen seen)
    {
        html.Add($"<ol class=\"log\">");
        foreach (var line in seen.Lines.Take(Most))
        {
            html.Add($"<li class=\"{Tone.OfSeverity(line.Severity)}\"><time>{line.Time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}</time>");
            html.Add($"<span class=\"level\">{(line.Severity.Length == 0 ? Amount.Unknown : line.Severity)}</span><span class=\"who\">");
            Service.Add(html, line.Service, line.Project, line.Container);
            html.Add($"</span><span class=\"text\">{line.Text}</span></li>");
        }

        html.Add($"</ol>");
    }
}
