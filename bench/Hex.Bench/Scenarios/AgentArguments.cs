namespace Hex.Bench.Scenarios;

/// <summary>Command lines of the agent.</summary>
internal static class AgentArguments
{
    /// <summary>Reads a log tree and nothing else; everything that a user has on is on.</summary>
    public static List<string> Run(string root, string state, params string[] settings) =>
        ["run", .. Set(["profile=none", "roles=node", "logs.enabled=true", "collectors.self.enabled=true", $"logs.root={root}", "logs.startAt=beginning", $"state.path={state}", "http.listen=", .. settings])];

    /// <summary>The same, once.</summary>
    public static List<string> Once(string root, string state, params string[] settings) => [.. Run(root, state, settings), "--once"];

    /// <summary>Where to send and how.</summary>
    public static string[] Otlp(string endpoint, string compression) =>
        ["exporters=otlp", $"server.endpoint={endpoint}", "server.insecure=true", $"server.compression={compression}"];

    private static IEnumerable<string> Set(IEnumerable<string> settings) => settings.SelectMany(setting => new[] { "--set", setting });
}
