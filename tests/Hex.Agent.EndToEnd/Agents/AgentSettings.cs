using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Agents;

/// <summary>What an agent is told: to read container logs and nothing else, and where to send them.</summary>
internal sealed class AgentSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal)
    {
        ["profile"] = "none",
        ["roles"] = "node",
        ["logs.enabled"] = "true",
        ["logs.startAt"] = "beginning",
        ["http.listen"] = "",
        ["server.insecure"] = "true",
        ["server.compression"] = "none",
    };

    public AgentSettings(Workspace workspace, OtlpReceiver receiver)
        : this(workspace, $"127.0.0.1:{receiver.Port}")
    {
    }

    public AgentSettings(Workspace workspace, string endpoint)
    {
        _values["logs.root"] = workspace.Pods;
        _values["state.path"] = workspace.State;
        _values["server.endpoint"] = endpoint;
    }

    public IEnumerable<string> Arguments => _values.SelectMany(pair => new[] { "--set", $"{pair.Key}={pair.Value}" });

    /// <summary>Sets one more, or another value.</summary>
    public AgentSettings With(string key, string value)
    {
        _values[key] = value;
        return this;
    }

    /// <summary>Leaves one out.</summary>
    public AgentSettings Without(string key)
    {
        _values.Remove(key);
        return this;
    }
}
