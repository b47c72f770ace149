using Hex.Telemetry;

namespace Hex.Agent.Configuration.Table;

/// <summary>The switch and the schedule of one collector (or, without a schedule, of a source such as events).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scope">Where it runs: on every node, or once per cluster.</param>
/// <param name="Enabled">Whether it runs.</param>
/// <param name="Interval">How often; null for a source.</param>
/// <param name="Timeout">How long a run may take; null for a source.</param>
internal sealed record CollectorSwitch(string Name, CollectionScope Scope, Option<bool> Enabled, Option<TimeSpan>? Interval, Option<TimeSpan>? Timeout)
{
    private static readonly Dictionary<Profile, string> NotWithNone = new() { [Profile.None] = "false" };
    private static readonly Dictionary<Profile, string> OnlyHosts = new() { [Profile.Host] = "true", [Profile.BareMetal] = "true" };
    private static readonly Dictionary<Profile, string> OnlyClusters = new() { [Profile.Host] = "false", [Profile.None] = "false" };

    /// <summary>True for the host's collectors.</summary>
    public bool IsOfHost => Scope == CollectionScope.Node && Name != "self";

    /// <summary>True for what the leader does once for the whole cluster.</summary>
    public bool IsOfCluster => Scope == CollectionScope.Cluster;

    public IEnumerable<Option> All => new Option?[] { Enabled, Interval, Timeout }.OfType<Option>();

    public static CollectorSwitch Self(string name, string what) => Of(name, what, CollectionScope.Node, enabled: "true", NotWithNone, interval: "30s", timeout: "20s");

    public static CollectorSwitch Kubernetes(string name, string what) => Of(name, what, CollectionScope.Cluster, enabled: "true", OnlyClusters, interval: "30s", timeout: "20s");

    public static CollectorSwitch Host(string name, string what) => Of(name, what, CollectionScope.Node, enabled: "false", OnlyHosts, interval: "15s", timeout: "10s");

    public static CollectorSwitch Source(string name, string what) => new(name, CollectionScope.Cluster, Switch(name, what, "true", OnlyClusters), Interval: null, Timeout: null);

    private static CollectorSwitch Of(
        string name, string what, CollectionScope scope, string enabled, Dictionary<Profile, string> profiles, string interval, string timeout) => new(
        name,
        scope,
        Switch(name, what, enabled, profiles),
        Time($"collectors.{name}.interval", interval, "How often it runs."),
        Time($"collectors.{name}.timeout", timeout, "How long one run may take; by default no longer than the interval."));

    private static Option<bool> Switch(string name, string what, string enabled, Dictionary<Profile, string> profiles) =>
        new($"collectors.{name}.enabled", OptionKinds.Flag)
        {
            Default = enabled,
            ProfileDefaults = profiles,
            Doc = $"Collects {what}.",
        };

    private static Option<TimeSpan> Time(string key, string value, string doc) =>
        new(key, OptionKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))) { Default = value, Doc = doc };
}
