using Hex.Agent.Configuration;

namespace Hex.Agent.Commands;

internal static class RunCommand
{
    public static Task<int> RunAsync(ConfigurationSources sources, bool once, CancellationToken cancellationToken) => Task.FromResult(0);
}
