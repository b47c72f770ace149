using System.Text.Json;
using Hex.Deploy.Tests.Processes;
using Hex.Shared;

namespace Hex.Deploy.Tests.Images;

/// <summary>The image of deploy/image/build, made of the published agent and run by podman as the chart's pods run it.</summary>
public sealed class AgentImage : IAsyncLifetime
{
    private static readonly string Script = Path.Combine(Repository.Root, "deploy", "image", "build");

    private readonly string _tag = $"hex-agent-test:{Guid.NewGuid():N}";
    private string[] _engine = [];
    private string? _missing;

    /// <summary>The image's own configuration: user, entry point, environment.</summary>
    internal JsonElement Configuration { get; private set; }

    internal long Bytes { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var agent = Environment.GetEnvironmentVariable("HEX_PUBLISHED_AGENT");
        if (agent is not { Length: > 0 } || !File.Exists(agent))
            _missing = "needs HEX_PUBLISHED_AGENT, the path of a published agent";
        else if (!ToolOutput.Exists("buildah") || !ToolOutput.Exists("podman"))
            _missing = "needs buildah and podman of Debian";
        else
            await BuildAsync(agent);
    }

    public async ValueTask DisposeAsync()
    {
        if (Bytes > 0)
            await ToolOutput.RunAsync("podman", ["rmi", "--force", _tag]);
    }

    /// <summary>The image's id: the hash of all it is made of.</summary>
    internal string Digest { get; private set; } = "";

    /// <summary>Builds it once more.</summary>
    internal async Task<string> BuildAgainAsync()
    {
        await ToolOutput.RunAsync(Script, Arguments(Environment.GetEnvironmentVariable("HEX_PUBLISHED_AGENT")!));
        return (await InspectAsync()).GetProperty("Id").GetString()!;
    }

    /// <summary>Skips the test when there is no image, or nothing that runs it.</summary>
    internal void Require() => Assert.SkipWhen(_missing is not null, _missing ?? "");

    /// <summary>Runs it as the default pod: not root, nothing writable but the state, no capability.</summary>
    /// <param name="options">More options of <c>podman run</c>.</param>
    /// <param name="command">Arguments of the entry point.</param>
    internal async Task<ToolOutput> RunAsync(string[] options, params string[] command) =>
        (await ToolOutput.RunAsync("podman", [.. _engine, .. options, _tag, .. command]))!;

    /// <summary>Runs it in the background until the result is disposed of.</summary>
    internal async Task<RunningAgent> StartAsync(string[] options, params string[] command)
    {
        var output = await RunAsync(["--detach", .. options], command);
        return new RunningAgent(output.Good().Trim());
    }

    private async Task BuildAsync(string agent)
    {
        var build = await ToolOutput.RunAsync(Script, Arguments(agent));
        if (build!.ExitCode != 0)
        {
            _missing = $"buildah cannot build here: {build.Errors}";
            return;
        }

        var image = await InspectAsync();
        (Digest, Configuration, Bytes) = (image.GetProperty("Id").GetString()!, image.GetProperty("Config"), image.GetProperty("Size").GetInt64());
        var reason = "";
        foreach (var engine in Engines())
        {
            _engine = engine;
            var run = await RunAsync(["--network=none"], "version");
            if (run.ExitCode == 0)
                return;
            reason = run.Errors.Trim();
        }

        _missing = $"podman cannot run a container here: {reason}";
    }

    private string[] Arguments(string agent) => ["--agent", agent, "--tag", _tag];

    private async Task<JsonElement> InspectAsync() => JsonDocument.Parse((await ToolOutput.RunAsync("podman", ["image", "inspect", _tag]))!.Good()).RootElement[0];

    /// <summary>What a machine may need to run a container at all: another runtime, no cgroups, no higher limits than it has itself.</summary>
    private static IEnumerable<string[]> Engines()
    {
        string[] restricted =
        [
            "run", "--rm", "--read-only", "--read-only-tmpfs=false", "--cap-drop=all", "--security-opt=no-new-privileges", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1000:1000",
        ];
        yield return restricted;
        yield return [.. restricted, "--cgroups=disabled"];
        yield return ["--runtime=runc", .. restricted];
        yield return ["--runtime=crun", .. restricted, "--cgroups=disabled"];
    }
}
