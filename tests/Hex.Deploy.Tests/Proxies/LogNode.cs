using Hex.Deploy.Tests.Processes;

namespace Hex.Deploy.Tests.Proxies;

/// <summary>A directory with one container log of one line, and a real agent that is to deliver it.</summary>
internal sealed class LogNode : IDisposable
{
    public LogNode()
    {
        var container = Path.Combine(Root, "pods", "shop_web-1_6b1f0c2e-0d5c-4d0a-9a1c-0f5a6f2f9f10", "web");
        Directory.CreateDirectory(container);
        Directory.CreateDirectory(Authorities);
        File.WriteAllText(Path.Combine(container, "0.log"), "2026-01-02T03:04:05.678901234Z stdout F one line\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("hex-proxy-").FullName;

    /// <summary>The directory of authorities the agent is told to trust.</summary>
    public string Authorities => Path.Combine(Root, "ca");

    /// <summary>Trusts an authority, as a key of the chart's ConfigMap would have it.</summary>
    public LogNode Trust(string name, string pem)
    {
        File.WriteAllText(Path.Combine(Authorities, name), pem);
        return this;
    }

    /// <summary>Runs <c>hex-agent run --once</c>.</summary>
    /// <param name="endpoint">Where the line is to go.</param>
    /// <param name="environment">Variables of the agent.</param>
    /// <param name="settings">More settings, <c>key=value</c>.</param>
    public async Task<ToolOutput> DeliverAsync(string endpoint, Dictionary<string, string> environment, params string[] settings)
    {
        string[] all =
        [
            "profile=none", "logs.enabled=true", "collectors.self.enabled=false", "http.listen=", $"logs.root={Root}/pods", $"state.path={Root}/state",
            $"server.endpoint={endpoint}", $"server.tls.ca={Authorities}", "server.apiKey=key-1", "shutdown.timeout=3s", .. settings,
        ];
        // Whatever the machine says of proxies is none of this test's.
        var variables = new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0", ["HTTPS_PROXY"] = "", ["https_proxy"] = "", ["NO_PROXY"] = "", ["no_proxy"] = "" };
        foreach (var (name, value) in environment)
            variables[name] = value;
        return (await ToolOutput.RunAsync(Path.Combine(AppContext.BaseDirectory, "hex-agent"), ["run", "--once", .. all.SelectMany(one => new[] { "--set", one })], variables))!;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
