using Quickstart.Backend;

namespace Quickstart.Page;

/// <summary>
/// Usage against request against limit, as one bar: the whole bar is the limit, the fill is usage, the tick is the request. Without a limit the bar has
/// no end and is drawn open.
/// </summary>
internal static class MeterBar
{
    private const double Width = 100;

    public static void Add(Html html, Meter meter, Func<double?, string> text, string limitWord = "max")
    {
        var whole = meter.Limit ?? Math.Max(meter.Request ?? 0, meter.Usage ?? 0) * 1.4;
        double At(double value) => whole > 0 ? Math.Clamp(value / whole, 0, 1) * Width : 0;

        html.Add($"<div class=\"meter\"><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        html.Add($"<rect class=\"track{(meter.Limit is null ? " open" : "")}\" width=\"100\" height=\"8\" rx=\"1.2\"/>");
        if (meter.Usage is { } usage)
        {
            html.Add($"<rect class=\"fill {Tone.OfShare(usage / meter.Limit)}\" width=\"{At(usage):0.#}\" height=\"8\" rx=\"1.2\"/>");
        }

        if (meter.Request is { } request)
        {
            html.Add($"<rect class=\"tick\" x=\"{Math.Min(At(request), Width - 0.9):0.#}\" width=\"0.9\" height=\"8\"/>");
        }

        html.Add($"</svg><p>");
        if (meter.Usage is null)
        {
            html.Add($"<i>not known</i>");
        }
        else
        {
            html.Add($"<b>{text(meter.Usage)}</b>");
        }

        html.Add($"<span>{text(meter.Request)} req · {(meter.Limit is null ? "no limit" : $"{text(meter.Limit)} {limitWord}")}</span></p></div>");
    }
}
