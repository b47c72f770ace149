using Quickstart.Backend;

namespace Quickstart.Page;

/// <summary>How something is doing, as the name of a CSS class. Wherever a tone is shown a word stands beside it.</summary>
internal static class Tone
{
    public const string Good = "good";
    public const string Busy = "busy";
    public const string Warn = "warn";
    public const string Bad = "bad";

    public static string Of(SeenPod pod) => pod.Status switch
    {
        "Running" when pod.IsReady => Good,
        "Succeeded" or "Completed" => Good,
        "Running" => Warn,
        "Pending" or "ContainerCreating" or "PodInitializing" or "Terminating" => Busy,
        _ => Bad,
    };

    public static string Of(SeenNode node) => node.Ready switch
    {
        "true" => Good,
        "false" => Bad,
        _ => Warn,
    };

    public static string Of(SeenWorkload workload) => workload switch
    {
        { Desired: 0 } => Good,
        { Ready: 0 or null } => Bad,
        _ when workload.Ready < workload.Desired => Warn,
        _ when workload.Updated is { } updated && updated < workload.Desired => Busy,
        _ => Good,
    };

    public static string OfShare(double? share) => share switch
    {
        >= 0.95 => Bad,
        >= 0.80 => Warn,
        _ => Good,
    };

    public static string OfSeverity(string severity) => severity.ToUpperInvariant() switch
    {
        "ERROR" or "FATAL" => Bad,
        "WARN" or "WARNING" => Warn,
        "DEBUG" or "TRACE" => "quiet",
        _ => "plain",
    };
}
