namespace Hex.Agent.Configuration;

/// <summary>Where a configuration is read from; later ones win.</summary>
/// <param name="File">The YAML file; null for none.</param>
/// <param name="Environment">The process's variables.</param>
/// <param name="Assignments">The <c>--set</c> arguments.</param>
internal sealed record ConfigurationSources(string? File, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Assignments)
{
    /// <summary>The file that is read when <c>--config</c> names none, if it exists.</summary>
    public const string DefaultFile = "/etc/hex-agent/config.yaml";

    /// <summary>The sources of this process.</summary>
    public static ConfigurationSources OfProcess(string? file, IReadOnlyList<string> assignments)
    {
        var variables = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new ConfigurationSources(file ?? (System.IO.File.Exists(DefaultFile) ? DefaultFile : null), variables, assignments);
    }
}
