using System.Diagnostics.CodeAnalysis;

namespace Hex.Agent.Http.Pages;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its title, a text of the program's own.</param>
/// <param name="Class">Its style: <c>n</c> for numbers, <c>name</c>, <c>path</c>, <c>err</c> or empty.</param>
internal readonly record struct Column(string Title, string Class = "");

/// <summary>A table that reads as one on a screen and as cards on a phone, where each value carries its column's title.</summary>
internal static class HtmlTable
{
    /// <summary>Writes a table.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The values, of any origin.</param>
    /// <param name="empty">What to say when there are no rows.</param>
    public static void Write(Html html, Column[] columns, IReadOnlyCollection<string?[]> rows, [ConstantExpected] string empty)
    {
        html.Markup("<div class=box>");
        if (rows.Count == 0)
        {
            html.Markup("<p class=none>").Markup(empty).Markup("</div>");
            return;
        }

        html.Markup("<table><thead><tr>");
        foreach (var column in columns)
        {
            html.Markup("<th scope=col class=\"").Text(column.Class).Markup("\">").Text(column.Title).Markup("</th>");
        }

        html.Markup("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Markup("<tr>");
            for (var i = 0; i < columns.Length; i++)
            {
                // What never happened needs no line of its own on a phone.
                html.Markup("<td class=\"").Text(row[i] == "0" ? $"{columns[i].Class} zero" : columns[i].Class).Markup("\" data-of=\"").Text(columns[i].Title).Markup("\">").Text(row[i]).Markup("</td>");
            }

            html.Markup("</tr>");
        }

        html.Markup("</tbody></table></div>");
    }
}
