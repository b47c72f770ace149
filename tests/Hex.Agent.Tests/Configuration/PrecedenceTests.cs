using Hex.Agent.Configuration.Table;
using Hex.Logs;

namespace Hex.Agent.Tests.Configuration;

public class PrecedenceTests
{
    [Fact]
    public void Later_sources_win_and_say_that_they_did()
    {
        var configuration = ConfigurationFile.Valid(
            "logs: { root: /file, startAt: beginning }\nstate: { path: /file }\n",
            new() { ["HEX_LOGS__ROOT"] = "/variable", ["HEX_STATE__PATH"] = "/variable" },
            "logs.root=/set");
        Assert.Equal("/set", configuration.Get(LogsOptions.Root));
        Assert.Equal("--set", configuration.OriginOf(LogsOptions.Root).ToString());
        Assert.Equal("/variable", configuration.Get(AgentOptions.StatePath));
        Assert.Equal("HEX_STATE__PATH", configuration.OriginOf(AgentOptions.StatePath).ToString());
        Assert.Equal(StartAt.Beginning, configuration.Get(LogsOptions.StartAt));
        Assert.EndsWith("config.yaml:1:31", configuration.OriginOf(LogsOptions.StartAt).ToString(), StringComparison.Ordinal);
        Assert.Equal("default", configuration.OriginOf(AgentOptions.ShutdownTimeout).ToString());
    }

    [Theory]
    [InlineData("kubernetes", true, true, false)]
    [InlineData("eks", true, true, false)]
    [InlineData("gke", true, true, false)]
    [InlineData("aks", true, true, false)]
    [InlineData("bare-metal", true, true, true)]
    [InlineData("host", false, false, true)]
    [InlineData("none", false, false, false)]
    public void Profile_sets_defaults(string profile, bool logs, bool kubernetes, bool host)
    {
        var configuration = ConfigurationFile.Valid($"profile: {profile}");
        Assert.Equal(logs, configuration.Get(LogsOptions.Enabled));
        Assert.Equal(kubernetes, configuration.Get(CollectorSwitches.All.Single(one => one.Name == "pod").Enabled));
        Assert.Equal(kubernetes, configuration.Get(CollectorSwitches.All.Single(one => one.Name == "events").Enabled));
        Assert.Equal(host, configuration.Get(CollectorSwitches.All.Single(one => one.Name == "cpu").Enabled));
    }

    [Fact]
    public void Profile_never_overrides_what_was_set()
    {
        var configuration = ConfigurationFile.Valid("logs: { enabled: true }", null, "profile=none");
        Assert.True(configuration.Get(LogsOptions.Enabled));
        Assert.Equal("profile none", configuration.OriginOf(CollectorSwitches.All[0].Enabled).ToString());
    }

    [Theory]
    [InlineData("[a, b]")]
    [InlineData("\n  - a\n  - b")]
    public void List_is_read_as_list(string yaml) =>
        Assert.Equal(["a", "b"], ConfigurationFile.Valid($"logs: {{ exclude: {{ pods: x }} }}\nattribution.podLabels: {yaml}").Get(AttributionOptions.PodLabels));

    [Fact]
    public void Scalar_is_a_list_of_one_and_commas_separate_outside_of_yaml()
    {
        var configuration = ConfigurationFile.Valid(
            "logs: { exclude: { namespaces: kube-system } }", new() { ["HEX_LOGS__EXCLUDE__PODS"] = "a, b" }, "logs.exclude.containers=[c,d]");
        Assert.Equal(["kube-system"], configuration.Get(LogsOptions.ExcludedNamespaces));
        Assert.Equal(["a", "b"], configuration.Get(LogsOptions.ExcludedPods));
        Assert.Equal(["c", "d"], configuration.Get(LogsOptions.ExcludedContainers));
    }

    [Fact]
    public void Map_is_read_from_every_source()
    {
        const string Yaml = "resource: { attributes: { deployment.environment.name: prod, team: \"007\" } }";
        Assert.Equal(
            new Dictionary<string, string> { ["deployment.environment.name"] = "prod", ["team"] = "007" },
            ConfigurationFile.Valid(Yaml).Get(AgentOptions.ResourceAttributes));
        Assert.Equal(
            new Dictionary<string, string> { ["a.b"] = "c", ["d"] = "e=f" },
            ConfigurationFile.Valid(Yaml, new() { ["HEX_RESOURCE__ATTRIBUTES"] = "a.b=c,d=e=f" }).Get(AgentOptions.ResourceAttributes));
        Assert.Equal(
            new Dictionary<string, string> { ["a.b"] = "c", ["d"] = "e" },
            ConfigurationFile.Valid(Yaml, null, "resource.attributes.a.b=c", "resource.attributes.d=e").Get(AgentOptions.ResourceAttributes));
    }

    [Fact]
    public void Unknown_variable_is_a_warning_only() =>
        Assert.Equal(
            ["HEX_LOG__LEVL: unknown variable, ignored; nearest: HEX_LOG__LEVEL", "HEX_WEB_PORT_80_TCP: unknown variable, ignored"],
            ConfigurationFile.Warnings("", new() { ["HEX_WEB_PORT_80_TCP"] = "tcp://10.0.0.1:80", ["HEX_LOG__LEVL"] = "x", ["PATH"] = "y" }));
}
