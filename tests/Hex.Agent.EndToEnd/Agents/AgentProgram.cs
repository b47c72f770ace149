namespace Hex.Agent.EndToEnd.Agents;

/// <summary>Which agent is tested: the one built with the tests, or the published one that HEX_AGENT names.</summary>
internal static class AgentProgram
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("HEX_AGENT") is { Length: > 0 } given
        ? given
        : System.IO.Path.Combine(AppContext.BaseDirectory, "hex-agent");
}
