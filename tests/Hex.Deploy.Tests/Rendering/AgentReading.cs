using Hex.Agent.Configuration;

namespace Hex.Deploy.Tests.Rendering;

/// <summary>What the agent makes of a pod's configuration: the ConfigMap's file, and the environment of its container.</summary>
internal static class AgentReading
{
    /// <summary>Reads it; fails the test when there is a problem or an unknown variable.</summary>
    public static AgentConfiguration Of(Chart chart, Manifest workload)
    {
        var environment = workload.Container.At("env").Items
            .Select(variable => (Name: variable.Text("name")!, Value: variable.Text("value") ?? FromSecret(chart, variable)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, chart.Configuration());
            var result = ConfigurationReader.Read(new ConfigurationSources(file, environment, []));
            Assert.Empty(result.Problems);
            Assert.DoesNotContain(result.Warnings, warning => !warning.Message.Contains("has no effect in this version", StringComparison.Ordinal));
            return result.Configuration!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The value in the chart's own Secret; null when it is not there, as an optional key of somebody else's may not be.</summary>
    private static string? FromSecret(Chart chart, Manifest variable)
    {
        var reference = variable.At("valueFrom", "secretKeyRef");
        var secret = chart.Objects.SingleOrDefault(one => one.Kind == "Secret" && one.Name == reference.Text("name"));
        var text = secret?.Text("data", reference.Text("key")!);
        return text is null ? null : System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text));
    }
}
