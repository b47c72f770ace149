using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>The agent's own meters, collected like any other signal.</summary>
internal static class SelfMetrics
{
    /// <summary>The meters of the libraries the agent is made of.</summary>
    private static readonly string[] Meters = [TelemetryMeter.Name, ProcessMeter.Name, "Hex.Logs", "Hex.Export"];

    public static MeterCollector Collector(TimeProvider time) => new(
        Meters,
        time,
        ("service.name", "hex-agent"),
        ("service.version", Commands.VersionCommand.Number),
        ("host.name", NodeName.Current));

    public static CollectionOptions Options(AgentConfiguration configuration)
    {
        var options = new CollectionOptions { EndMarkers = configuration.Get(AgentOptions.EndMarkers) };
        foreach (var metric in configuration.Get(AgentOptions.DisabledMetrics))
        {
            options.DisabledMetrics.Add(metric);
        }

        foreach (var collector in CollectorSwitches.All)
        {
            if (collector is { Interval: { } interval, Timeout: { } timeout })
            {
                options.Collectors[collector.Name] = new Hex.Telemetry.CollectorOptions
                {
                    Enabled = configuration.Get(collector.Enabled),
                    Interval = configuration.Get(interval),
                    Timeout = Min(configuration.Get(timeout), configuration.Get(interval)),
                };
            }
        }

        return options;
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
