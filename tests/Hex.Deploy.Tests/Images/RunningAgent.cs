using Hex.Deploy.Tests.Processes;

namespace Hex.Deploy.Tests.Images;

/// <summary>A container in the background.</summary>
internal sealed class RunningAgent(string id) : IAsyncDisposable
{
    /// <summary>Runs a program in it, again until it ends well: the agent takes a moment to start.</summary>
    public async Task<string> UntilAsync(string program, params string[] arguments)
    {
        ToolOutput? output = null;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            output = await ToolOutput.RunAsync("podman", ["exec", id, program, .. arguments]);
            if (output!.ExitCode == 0)
                return output.Output;
            await Task.Delay(100);
        }

        var log = await ToolOutput.RunAsync("podman", ["logs", id]);
        throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {output}\n{log?.Output}{log?.Errors}");
    }

    /// <summary>SIGTERM, and as long as the chart gives it.</summary>
    public async Task StopAsync() => (await ToolOutput.RunAsync("podman", ["stop", "--time=35", id]))!.Good();

    public async ValueTask DisposeAsync() => await ToolOutput.RunAsync("podman", ["rm", "--force", "--time=0", id]);
}
