using System.Globalization;
using System.Text;

namespace Hex.Bench.Scenarios;

/// <summary>Writes rows as a Markdown table.</summary>
internal static class Table
{
    private const string None = "–";

    public static string Format(IEnumerable<Row> rows)
    {
        var text = new StringBuilder();
        text.AppendLine("| scenario | figure | floor | holds | CPU s | wall s | peak RSS MB | reference | written | requests | unique | repeated | lost | joined | broken |");
        text.AppendLine("|---|---|---|---|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var row in rows)
        {
            string[] cells =
            [
                row.Scenario,
                row.Figure,
                row.Floor,
                row.Holds ? "yes" : "**no**",
                Number(row.Cpu?.TotalSeconds, "F2"),
                Number(row.Elapsed?.TotalSeconds, "F1"),
                Number(row.PeakBytes / 1e6, "F0"),
                row.OfReference ?? None,
                Number(row.Written, "N0"),
                Number(row.Received?.Requests, "N0"),
                Number(row.Received?.Unique, "N0"),
                Number(row.Received?.Repeated, "N0"),
                Number(row.Written - row.Received?.Unique, "N0"),
                Number(row.Received?.Joined, "N0"),
                Number(row.Received?.Broken, "N0"),
            ];
            text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
        }

        return text.ToString();
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? None;
}
