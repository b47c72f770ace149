using Hex.Agent.Checks;
using Hex.Agent.Configuration;

namespace Hex.Agent.Commands;

/// <summary><c>hex-agent check</c>: looks at everything the agent needs, and says what is missing and what would help.</summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var result = ConfigurationReader.Read(sources);
        ProblemList.Write(result.Warnings, "warning", errors);
        if (result.Configuration is not { } configuration)
        {
            ProblemList.Write(result.Problems, "error", errors);
            return ExitCodes.Usage;
        }

        var failed = 0;
        await foreach (var check in new AgentChecks(configuration, TimeProvider.System).RunAsync(cancellationToken))
        {
            CheckTable.Write(check, output);
            failed += check.Outcome == CheckOutcome.Failed ? 1 : 0;
        }

        await output.WriteLineAsync(failed == 0 ? "All is well." : $"{failed} {(failed == 1 ? "check" : "checks")} failed.");
        return failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
