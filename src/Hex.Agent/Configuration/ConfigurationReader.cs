using Hex.Agent.Configuration.Sources;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Configuration.Validation;

namespace Hex.Agent.Configuration;

/// <summary>What reading a configuration came to.</summary>
/// <param name="Configuration">The configuration; null when there are problems.</param>
/// <param name="Problems">Everything that is wrong.</param>
/// <param name="Warnings">What is not wrong, but probably not meant.</param>
internal sealed record ConfigurationResult(AgentConfiguration? Configuration, IReadOnlyList<Problem> Problems, IReadOnlyList<Problem> Warnings);

/// <summary>Reads file, environment and command line into one configuration, or says everything that is wrong with them.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads them.</summary>
    /// <param name="sources">Where values come from.</param>
    /// <param name="isWhole">False for whoever needs single values only: those are then not looked at against each other, and none is missed.</param>
    public static ConfigurationResult Read(ConfigurationSources sources, bool isWhole = true)
    {
        var table = AgentOptions.Table;
        var problems = new List<Problem>();
        var warnings = new List<Problem>();
        var settings = new List<Setting>();
        settings.AddRange(ClusterNameSource.Read(sources.Environment));
        if (sources.File is { } file)
        {
            settings.AddRange(new YamlSource(file, table, problems).Read());
        }

        settings.AddRange(new EnvironmentSource(sources.Environment, table, warnings).Read());
        settings.AddRange(new CommandLineSource(sources.Assignments, table, problems).Read());

        // A value that a later source replaces is still looked at: it will not always be replaced.
        var values = new Dictionary<Option, OptionValue>();
        foreach (var setting in settings)
        {
            var option = table.Find(setting.Key)!;
            if (option.Read(setting.Value, setting.Origin, out var problem) is not { } value)
            {
                problems.Add(new Problem(setting.Origin, setting.Key, problem!));
            }
            else if (option != AgentOptions.ClusterName || setting.Value.Text.Length > 0)
            {
                // An empty cluster.name asks for what was detected.
                values[option] = value;
            }
        }

        var profile = values.TryGetValue(AgentOptions.Profile, out var chosen) ? ((OptionValue<Profile>)chosen).Value : Profile.Kubernetes;
        var configuration = new AgentConfiguration([.. table.All.Select(option => values.GetValueOrDefault(option) ?? DefaultOf(option, profile))]);
        foreach (var validator in isWhole ? Validators.All : [])
        {
            validator(configuration, problems);
        }

        return new ConfigurationResult(problems.Count == 0 ? configuration : null, problems, warnings);
    }

    private static OptionValue DefaultOf(Option option, Profile profile)
    {
        var text = option.DefaultOf(profile);
        var origin = text == option.Default ? Origin.Default : Origin.OfProfile(AgentOptions.Word(profile));
        return option.Read(new RawScalar(text.Trim('"')), origin, out var problem)
            ?? throw new InvalidOperationException($"The default of {option.Key} is not one of its values: {problem}");
    }
}
