namespace Quickstart.Page;

/// <summary>Whose something is: the service and the project it said it is of, or the workload when it said nothing.</summary>
internal static class Service
{
    public static void Add(Html html, string? service, string? project, string? otherwise)
    {
        if (service is null)
        {
            html.Add($"<span class=\"whose nobody\">{otherwise ?? Amount.Unknown}</span>");
        }
        else
        {
            html.Add($"<span class=\"whose\">{service}</span><span class=\"project\">{project ?? Amount.Unknown}</span>");
        }
    }
}
