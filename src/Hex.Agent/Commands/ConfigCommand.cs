using Hex.Agent.Configuration;

namespace Hex.Agent.Commands;

/// <summary><c>hex-agent config</c>: the effective configuration as YAML (dotted keys), with where each value came from.</summary>
internal static class ConfigCommand
{
    public static int Run(ConfigurationSources sources, TextWriter output, TextWriter errors)
    {
        var result = ConfigurationReader.Read(sources);
        ProblemList.Write(result.Warnings, "warning", errors);
        if (result.Configuration is not { } configuration)
        {
            ProblemList.Write(result.Problems, "error", errors);
            return ExitCodes.Usage;
        }

        var width = configuration.Values.Max(value => Line(value).Length);
        foreach (var value in configuration.Values)
        {
            output.WriteLine($"{Line(value).PadRight(Math.Min(width, 60))}  # {value.Origin}");
        }

        return ExitCodes.Ok;
    }

    private static string Line(OptionValue value) => $"{value.Option.Key}: {value.Shown}";
}
