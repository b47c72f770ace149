using Hex.Agent.Configuration;

namespace Hex.Agent.Tests.Configuration;

/// <summary>Reads configurations from text, as a file of the name <c>config.yaml</c> would be.</summary>
internal static class ConfigurationFile
{
    public static ConfigurationResult Read(string yaml, Dictionary<string, string>? environment = null, params string[] assignments)
    {
        var folder = Directory.CreateTempSubdirectory("hex-config-");
        try
        {
            var file = Path.Combine(folder.FullName, "config.yaml");
            File.WriteAllText(file, yaml);
            return ConfigurationReader.Read(new ConfigurationSources(file, environment ?? [], assignments));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The problems' lines, files without their folder.</summary>
    public static string[] Problems(string yaml, Dictionary<string, string>? environment = null, params string[] assignments) =>
        [.. Read(yaml, environment, assignments).Problems.Select(Line)];

    public static string[] Warnings(string yaml, Dictionary<string, string>? environment = null, params string[] assignments) =>
        [.. Read(yaml, environment, assignments).Warnings.Select(Line)];

    /// <summary>A configuration that has no problems, whatever comes on top.</summary>
    public static AgentConfiguration Valid(string yaml, Dictionary<string, string>? environment = null, params string[] assignments)
    {
        var result = Read(yaml, environment, ["exporters=discard", .. assignments]);
        Assert.Empty(result.Problems);
        return result.Configuration!;
    }

    private static string Line(Problem problem)
    {
        var line = problem.ToString();
        var file = line.IndexOf("/config.yaml", StringComparison.Ordinal);
        return file < 0 ? line : line[(file + 1)..];
    }
}
