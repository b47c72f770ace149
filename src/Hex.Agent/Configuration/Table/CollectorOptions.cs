namespace Hex.Agent.Configuration.Table;

/// <summary>The switch and the schedule of one collector (or, without a schedule, of a source such as events).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Enabled">Whether it runs.</param>
/// <param name="Interval">How often; null for a source.</param>
/// <param name="Timeout">How long a run may take; null for a source.</param>
internal sealed record CollectorOptions(string Name, Option<bool> Enabled, Option<TimeSpan>? Interval, Option<TimeSpan>? Timeout)
{
    private const string NotYet = "no collectors run";

    private static readonly Dictionary<Profile, string> HostOnly = new() { [Profile.Host] = "true", [Profile.BareMetal] = "true" };
    private static readonly Dictionary<Profile, string> ClusterOnly = new() { [Profile.Host] = "false", [Profile.None] = "false" };

    public IEnumerable<Option> All => new Option?[] { Enabled, Interval, Timeout }.OfType<Option>();

    public static CollectorOptions Kubernetes(string name, string what) => Of(name, what, enabled: "true", ClusterOnly, interval: "30s", timeout: "20s");

    public static CollectorOptions Host(string name, string what) => Of(name, what, enabled: "false", HostOnly, interval: "15s", timeout: "10s");

    public static CollectorOptions Source(string name, string what) =>
        new(name, Switch(name, what, "true", ClusterOnly), Interval: null, Timeout: null);

    private static CollectorOptions Of(string name, string what, string enabled, Dictionary<Profile, string> profiles, string interval, string timeout) => new(
        name,
        Switch(name, what, enabled, profiles),
        new($"collectors.{name}.interval", OptionKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)))
        {
            Default = interval,
            Doc = "How often it runs.",
            NotYet = NotYet,
        },
        new($"collectors.{name}.timeout", OptionKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)))
        {
            Default = timeout,
            Doc = "How long one run may take; by default no longer than the interval.",
            NotYet = NotYet,
        });

    private static Option<bool> Switch(string name, string what, string enabled, Dictionary<Profile, string> profiles) =>
        new($"collectors.{name}.enabled", OptionKinds.Flag)
        {
            Default = enabled,
            ProfileDefaults = profiles,
            Doc = $"Collects {what}.",
            NotYet = NotYet,
            Today = "false",
        };
}
