using System.Text;
using Hex.Agent.Configuration;
using Hex.Agent.Reachability;

namespace Hex.Agent.Commands;

/// <summary><c>hex-agent reachability</c>: calls the endpoint with the credential and prints what came of it as JSON.</summary>
internal static class ReachabilityCommand
{
    public static async Task<int> RunAsync(ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var read = ConfigurationReader.Read(sources);
        if (read.Configuration is not { } configuration)
        {
            ProblemList.Write(read.Problems, "error", errors);
            return ExitCodes.Usage;
        }

        var result = await new ReachabilityProbe(configuration, TimeProvider.System).TestAsync(cancellationToken);
        await output.WriteAsync(Encoding.UTF8.GetString(result.ToJson()));
        return result.IsOk ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
