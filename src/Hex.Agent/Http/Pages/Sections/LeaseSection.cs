using Hex.Agent.Health;

namespace Hex.Agent.Http.Pages.Sections;

/// <summary>The Lease: who leads, and for how long.</summary>
internal static class LeaseSection
{
    private static readonly Column[] Columns = [new("Lease", "name"), new("This agent"), new("Holder"), new("Epoch", "n"), new("Runs out in", "n")];

    public static void Write(Html html, StatusSnapshot status)
    {
        if (status.Lease is { } lease)
        {
            html.Markup("<h2>Leadership</h2>");
            HtmlTable.Write(html, Columns, [Row(lease)], "");
        }
    }

    private static string?[] Row(LeaseView lease) =>
    [
        lease.Name,
        lease.Epoch is null ? "stands by" : "leads",
        lease.Holder.Length == 0 ? "nobody yet" : lease.Holder,
        lease.Epoch is { } epoch ? Words.Count(epoch) : "",
        lease.Epoch is null ? "" : Words.Duration(lease.Remaining),
    ];
}
