using Hex.Logs;
using static Hex.Agent.Configuration.Table.OptionKinds;

namespace Hex.Agent.Configuration.Table;

/// <summary>logs.*: the container log reader.</summary>
internal static class LogsOptions
{
    public static readonly Option<bool> Enabled = new("logs.enabled", Flag)
    {
        Default = "true",
        ProfileDefaults = new Dictionary<Profile, string> { [Profile.Host] = "false", [Profile.None] = "false" },
        Doc = "Reads container logs.",
    };

    public static readonly Option<string> Root = new("logs.root", OptionKinds.Path)
    {
        Default = "/var/log/pods",
        Doc = "Where the kubelet keeps container logs: `<namespace>_<pod>_<uid>/<container>/<restart>.log`.",
    };

    public static readonly Option<StartAt> StartAt = new("logs.startAt", Starts)
    {
        Default = "end",
        Doc = "Where to begin in files that are older than the agent, when nothing is known of this node yet. With `--once` it is `beginning` whatever this says.",
    };

    public static readonly Option<IReadOnlyList<string>> ExcludedNamespaces = new("logs.exclude.namespaces", Texts)
    {
        Default = "[]",
        Doc = "Namespaces whose logs are not read.",
    };

    public static readonly Option<IReadOnlyList<string>> ExcludedPods = new("logs.exclude.pods", Texts)
    {
        Default = "[]",
        Doc = "Pods whose logs are not read.",
    };

    public static readonly Option<IReadOnlyList<string>> ExcludedContainers = new("logs.exclude.containers", Texts)
    {
        Default = "[]",
        Doc = "Containers whose logs are not read.",
    };

    public static readonly Option<long> MaxLineBytes = new("logs.maxLineBytes", Size(1 << 10, 16 << 20))
    {
        Default = "1MiB",
        Doc = "A longer line is cut there and marked `log.truncated`.",
    };

    public static readonly Option<long> MaxInFlightBytes = new("logs.maxInFlightBytes", Size(4 << 20, 4L << 30))
    {
        Default = "32MiB",
        Doc = "Memory for everything between reading and acknowledgement.",
    };

    public static readonly Option<long> MaxHeldBytes = new("logs.maxHeldBytes", Size(0, 1L << 40))
    {
        Default = "1GiB",
        Doc = "Disk space that files deleted or rotated away may hold because they are not read to their end yet; over it the oldest is let go, counted and named.",
    };

    public static readonly Option<bool> Multiline = new("logs.multiline", Flag)
    {
        Default = "false",
        Doc = "Joins continuation lines (stack traces) to the line before.",
    };

    public static readonly Option<long> RateLimit = new("logs.rateLimit", Rate(1 << 10, 1L << 30))
    {
        Default = "\"\"",
        Doc = "Most bytes per second that are read of one pod; the rest waits in its files.",
    };

    public static readonly IReadOnlyList<Option> All =
    [
        Enabled, Root, StartAt, ExcludedNamespaces, ExcludedPods, ExcludedContainers, MaxLineBytes, MaxInFlightBytes, MaxHeldBytes, Multiline, RateLimit,
    ];
}
