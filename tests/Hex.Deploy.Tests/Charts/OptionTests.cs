using System.Text.Json;
using Hex.Agent.Configuration.Table;
using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>The chart's values and the agent's options are one language.</summary>
public class OptionTests
{
    /// <summary>What the chart decides by itself, and why it is no value.</summary>
    private static readonly Dictionary<string, string> Decided = new()
    {
        ["roles"] = "cluster.mode",
        ["kubernetes.kubeconfig"] = "the pod's service account",
        ["kubernetes.context"] = "the pod's service account",
        ["leaderElection.enabled"] = "pods always need the Lease",
        ["leaderElection.leaseName"] = "the release's name",
        ["leaderElection.namespace"] = "the release's namespace",
        ["leaderElection.leaseDuration"] = "the default of Kubernetes' own components; extraEnv for who wants another",
        ["server.apiKeyFile"] = "server.apiKey or server.existingSecret",
        ["server.tokenFile"] = "server.agentToken or server.existingSecret",
        ["server.tls.cert"] = "server.tls.existingSecret",
        ["server.tls.key"] = "server.tls.existingSecret",
        ["file.path"] = "the pod's own log",
        ["host.root"] = "profile bare-metal",
        ["state.path"] = "an emptyDir",
        ["state.inLease"] = "pods hand their positions over",
        ["http.listen"] = "http.enabled and http.port",
    };

    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json"))).RootElement;

    public static TheoryData<string> Keys => [.. AgentOptions.Table.All.Select(option => option.Key)];

    public static IReadOnlyDictionary<string, string> DecidedByTheChart => Decided;

    [Theory]
    [MemberData(nameof(Keys))]
    public void Option_is_a_value_of_the_chart_or_decided_by_it(string key)
    {
        var schema = Find(key);
        Assert.True(schema is null == Decided.ContainsKey(key), schema is null
            ? $"{key} is in no values.schema.json of the chart; add it there, or say here who decides it"
            : $"{key} is decided by the chart and a value too");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Choices_are_those_of_the_agent(string key)
    {
        if (Find(key) is not { } schema || !schema.TryGetProperty("enum", out var values))
            return;
        var option = AgentOptions.Table.Find(key)!;
        var allowed = option.Allowed.Split(" | ").ToHashSet();
        // A pod is no host.
        if (key == "profile")
            allowed.Remove("host");
        Assert.Equal(allowed.Order(), values.EnumerateArray().Select(value => value.GetString()!).Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Default_of_the_chart_is_that_of_the_agent(string key)
    {
        var values = Manifest.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.yaml"))).Single();
        var option = AgentOptions.Table.Find(key)!;
        if (values.Text(key.Split('.')) is { } text)
            Assert.Equal(option.Default.Trim('"'), text);
        if (key == "exporters")
            Assert.Equal(option.Default.Trim('[', ']'), string.Join(", ", values.At(key).Texts));
    }

    [Fact]
    public void Nothing_is_decided_that_is_no_option() => Assert.All(Decided.Keys, key => Assert.NotNull(AgentOptions.Table.Find(key)));

    /// <summary>The schema of a key; null when the chart has no such value.</summary>
    private static JsonElement? Find(string key)
    {
        var at = Schema;
        foreach (var step in key.Split('.'))
        {
            if (at.TryGetProperty("$ref", out var reference))
                at = Schema.GetProperty("definitions").GetProperty(reference.GetString()!.Split('/')[^1]);
            if (!at.TryGetProperty("properties", out var properties) || !properties.TryGetProperty(step, out at))
                return null;
        }

        return at;
    }
}
