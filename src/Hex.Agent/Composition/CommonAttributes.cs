using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>The attributes that everything carries: <c>resource.attributes</c> and the cluster's name, where it is known.</summary>
internal static class CommonAttributes
{
    public static TelemetryAttribute[] Of(AgentConfiguration configuration)
    {
        var attributes = new List<TelemetryAttribute>();
        foreach (var (name, value) in configuration.Get(AgentOptions.ResourceAttributes))
        {
            attributes.Add((name, value));
        }

        var cluster = configuration.Get(AgentOptions.ClusterName);
        if (cluster.Length > 0)
        {
            attributes.Add(("k8s.cluster.name", cluster));
        }

        return [.. attributes];
    }
}
