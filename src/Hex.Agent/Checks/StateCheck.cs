namespace Hex.Agent.Checks;

/// <summary>Whether positions can be kept.</summary>
internal static class StateCheck
{
    private const string Name = "state directory";

    public static CheckResult Run(string path)
    {
        var probe = Path.Combine(path, $".check-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return CheckResult.Ok(Name, $"{path} can be written");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var facts = FileFacts.Of(path) is { } found ? $" ({found})" : "";
            return CheckResult.Warning(Name, $"{path} cannot be written{facts}: {exception.Message}", "without it a restart reads again what was read before: set state.path to a directory of the agent's own");
        }
    }
}
