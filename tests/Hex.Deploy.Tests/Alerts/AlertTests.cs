using System.Text.Json;
using Hex.Deploy.Tests.Processes;
using Hex.Deploy.Tests.Rendering;
using Hex.Shared;

namespace Hex.Deploy.Tests.Alerts;

/// <summary>deploy/alerts and deploy/dashboards ask for metrics the agent has, and the manual knows every alert.</summary>
public class AlertTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "alerts");
    private static readonly string Rules = Path.Combine(Folder, "hexcovery-agent.rules.yaml");

    private static IReadOnlyList<Manifest> Alerts => Manifest.Parse(File.ReadAllText(Rules)).Single().At("groups").Items.Single().At("rules").Items;

    [Fact]
    public void Rules_ask_for_metrics_the_agent_has()
    {
        Assert.All(Alerts, alert => Assert.Subset(AgentMetrics.Names.ToHashSet(), AgentMetrics.In(alert.Text("expr")!).ToHashSet()));
        Assert.True(Alerts.Count(alert => AgentMetrics.In(alert.Text("expr")!).Any()) >= Alerts.Count - 1);
    }

    [Theory]
    [InlineData("hex_logs_lag_bytes")]
    [InlineData("hex_logs_lost_bytes_total")]
    [InlineData("hex_export_held")]
    [InlineData("hex_watch_fresh")]
    public void Rules_cover_lag_loss_held_exports_and_watch_freshness(string metric) =>
        Assert.Contains(Alerts, alert => AgentMetrics.In(alert.Text("expr")!).Contains(metric));

    [Fact]
    public void Manual_says_what_to_do_about_every_alert()
    {
        var manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.All(Alerts, alert => Assert.Contains($"| `{alert.Text("alert")}` |", manual, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_fire_when_they_should_and_are_quiet_otherwise()
    {
        var check = await ToolOutput.RunAsync("promtool", ["check", "rules", Rules]);
        Assert.SkipWhen(check is null, "needs promtool (Debian's prometheus)");
        check.Good();
        (await ToolOutput.RunAsync("promtool", ["test", "rules", Path.Combine(Repository.TestProject, "Alerts", "rules.test.yaml")]))!.Good();
    }

    [Fact]
    public void Dashboard_asks_for_metrics_the_agent_has()
    {
        var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "dashboards", "hexcovery-agent.json"))).RootElement;
        var queries = dashboard.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray() : default)
            .Select(target => target.GetProperty("expr").GetString()!).ToList();
        Assert.NotEmpty(queries);
        Assert.All(queries, query =>
        {
            Assert.NotEmpty(AgentMetrics.In(query));
            Assert.Subset(AgentMetrics.Names.ToHashSet(), AgentMetrics.In(query).ToHashSet());
        });
    }
}
