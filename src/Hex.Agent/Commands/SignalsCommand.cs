using Hex.Collectors;

namespace Hex.Agent.Commands;

/// <summary><c>hex-agent signals</c>: the catalogue of everything the collectors emit.</summary>
internal static class SignalsCommand
{
    public static int Run(TextWriter output)
    {
        output.Write(SignalPage.Write(SignalCatalogues.All));
        return ExitCodes.Ok;
    }
}
