namespace Hex.Agent.Configuration.Table;

/// <summary>The switch and the schedule of one collector (or, without a schedule, of a source such as events).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Enabled">Whether it runs.</param>
/// <param name="Interval">How often; null for a source.</param>
/// <param name="Timeout">How long a run may take; null for a source.</param>
internal sealed record CollectorSwitch(string Name, Option<bool> Enabled, Option<TimeSpan>? Interval, Option<TimeSpan>? Timeout)
{
    private const string NotYet = "of the collectors only `self` runs";

    private static readonly Dictionary<Profile, string> NotWithNone = new() { [Profile.None] = "false" };
    private static readonly Dictionary<Profile, string> OnlyHosts = new() { [Profile.Host] = "true", [Profile.BareMetal] = "true" };
    private static readonly Dictionary<Profile, string> OnlyClusters = new() { [Profile.Host] = "false", [Profile.None] = "false" };

    public IEnumerable<Option> All => new Option?[] { Enabled, Interval, Timeout }.OfType<Option>();

    public static CollectorSwitch Self(string name, string what) => Of(name, what, enabled: "true", NotWithNone, interval: "30s", timeout: "20s", notYet: null);

    public static CollectorSwitch Kubernetes(string name, string what) => Of(name, what, enabled: "true", OnlyClusters, interval: "30s", timeout: "20s", NotYet);

    public static CollectorSwitch Host(string name, string what) => Of(name, what, enabled: "false", OnlyHosts, interval: "15s", timeout: "10s", NotYet);

    public static CollectorSwitch Source(string name, string what) => new(name, Switch(name, what, "true", OnlyClusters, NotYet), Interval: null, Timeout: null);

    private static CollectorSwitch Of(
        string name, string what, string enabled, Dictionary<Profile, string> profiles, string interval, string timeout, string? notYet) => new(
        name,
        Switch(name, what, enabled, profiles, notYet),
        Time($"collectors.{name}.interval", interval, "How often it runs.", notYet),
        Time($"collectors.{name}.timeout", timeout, "How long one run may take; by default no longer than the interval.", notYet));

    private static Option<bool> Switch(string name, string what, string enabled, Dictionary<Profile, string> profiles, string? notYet) =>
        new($"collectors.{name}.enabled", OptionKinds.Flag)
        {
            Default = enabled,
            ProfileDefaults = profiles,
            Doc = $"Collects {what}.",
            NotYet = notYet,
            Today = notYet is null ? null : "false",
        };

    private static Option<TimeSpan> Time(string key, string value, string doc, string? notYet) =>
        new(key, OptionKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))) { Default = value, Doc = doc, NotYet = notYet };
}
