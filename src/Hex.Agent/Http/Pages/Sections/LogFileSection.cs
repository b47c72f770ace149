using Hex.Logs;

namespace Hex.Agent.Http.Pages.Sections;

/// <summary>Log files: what is not read or not acknowledged yet, those that lag most first.</summary>
internal static class LogFileSection
{
    /// <summary>A node may have thousands; nobody reads more than these.</summary>
    public const int MaxFiles = 50;

    private static readonly Column[] Columns =
    [
        new("File", "name path"), new("Size", "n"), new("Not read", "n"), new("Not acknowledged", "n"), new("Lines", "n"), new("Bytes", "n"),
    ];

    public static void Write(Html html, LogReaderStatus reader, LogRates rates)
    {
        html.Markup("<h2>Log files<small>").Text(Summary(reader, rates)).Markup("</small></h2>");
        var shown = reader.Files
            .OrderByDescending(file => Math.Max(0, file.Size - file.ReadOffset))
            .ThenByDescending(file => rates.Files.GetValueOrDefault(file.Path).BytesPerSecond)
            .ThenByDescending(file => file.ReadOffset - file.AcknowledgedOffset)
            .ThenBy(file => file.Path, StringComparer.Ordinal)
            .Take(MaxFiles);
        HtmlTable.Write(html, Columns, [.. shown.Select(file => Row(file, rates))], "No log files yet.");
        WriteLosses(html, reader);
    }

    private static string Summary(LogReaderStatus reader, LogRates rates)
    {
        var lag = reader.Files.Sum(file => Math.Max(0, file.Size - file.ReadOffset));
        var rate = rates.RecordsPerSecond is { } perSecond ? $" · {Words.Rate(perSecond).Replace("/s", " lines/s", StringComparison.Ordinal)}" : "";
        var more = reader.Files.Count > MaxFiles ? $" · the {MaxFiles} that lag most" : "";
        return $"{Words.Count(reader.Files.Count)} open · {Words.Bytes(lag)} not read{rate}{more}";
    }

    private static string?[] Row(LogFileStatus file, LogRates rates)
    {
        var known = rates.Files.TryGetValue(file.Path, out var rate);
        return
        [
            Name(file.Path),
            Words.Bytes(file.Size),
            Words.Bytes(Math.Max(0, file.Size - file.ReadOffset)),
            Words.Bytes(Math.Max(0, file.ReadOffset - file.AcknowledgedOffset)),
            known ? Words.Rate(rate.RecordsPerSecond) : "",
            known ? $"{Words.Bytes(rate.BytesPerSecond)}/s" : "",
        ];
    }

    /// <summary>The end of a path, without what only a machine reads: <c>shop/checkout-7d9f/app/0.log</c> for <c>…/shop_checkout-7d9f_&lt;uid&gt;/app/0.log</c>.</summary>
    internal static string Name(string path)
    {
        var parts = path.Split('/');
        return parts is [.., var pod, var container, var file] && pod.Split('_') is [var space, var name, _] ? $"{space}/{name}/{container}/{file}" : path;
    }

    private static void WriteLosses(Html html, LogReaderStatus reader)
    {
        if (reader.LostBytes > 0)
        {
            html.Markup("<p class=\"note bad\">").Text($"{Words.Bytes(reader.LostBytes)} of deleted files were let go unread.").Markup("</p>");
        }

        if (reader.UnreadableFiles > 0)
        {
            html.Markup("<p class=\"note warn\">").Text($"{Words.Count(reader.UnreadableFiles)} attempts to open a file failed for its permissions; hex-agent check says what would help.").Markup("</p>");
        }
    }
}
