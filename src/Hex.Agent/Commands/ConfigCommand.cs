using Hex.Agent.Cluster;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Commands;

/// <summary>
/// <c>hex-agent config</c>: the effective configuration as YAML (dotted keys), with where each value came from. A cluster's name that nobody gives is asked for
/// where the agent itself would.
/// </summary>
internal static class ConfigCommand
{
    private const int MostPadding = 60;

    public static async Task<int> RunAsync(ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var result = ConfigurationReader.Read(sources);
        ProblemList.Write(result.Warnings, "warning", errors);
        if (result.Configuration is not { } configuration)
        {
            ProblemList.Write(result.Problems, "error", errors);
            return ExitCodes.Usage;
        }

        var asked = configuration.Get(AgentOptions.ClusterName).Length == 0
            ? await ClusterNameLookup.FindAsync(configuration, Environment.GetEnvironmentVariable, cancellationToken)
            : default;
        List<(string Text, string Origin)> lines = [.. configuration.Values.Select(value => Line(value, asked.Name, asked.Source))];
        var width = Math.Min(lines.Max(line => line.Text.Length), MostPadding);
        foreach (var (text, origin) in lines)
        {
            await output.WriteLineAsync($"{text.PadRight(width)}  # {origin}");
        }

        return ExitCodes.Ok;
    }

    private static (string Text, string Origin) Line(OptionValue value, string? name, string? source) => value.Option != AgentOptions.ClusterName || source is null
        ? ($"{value.Option.Key}: {value.Shown}", value.Origin.ToString())
        : name is null
            ? ($"{value.Option.Key}: {value.Shown}", $"{value.Origin}; {Printable.Line(source)}")
            : ($"{value.Option.Key}: {Printable.Line(name)}", Printable.Line(source));
}
