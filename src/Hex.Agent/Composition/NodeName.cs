namespace Hex.Agent.Composition;

/// <summary>The node's name: what the chart's downward API says, else the machine's own.</summary>
internal static class NodeName
{
    /// <summary>The variable the chart sets from <c>spec.nodeName</c>.</summary>
    public const string Variable = "NODE_NAME";

    /// <summary>The name.</summary>
    public static string Current => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : Environment.MachineName;
}
