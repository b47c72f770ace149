using Hex.Agent.Configuration;

namespace Hex.Agent.Commands;

/// <summary>Prints what is wrong with a configuration, a line each.</summary>
internal static class ProblemList
{
    public static void Write(IReadOnlyList<Problem> problems, string kind, TextWriter output)
    {
        foreach (var problem in problems)
        {
            output.WriteLine($"{kind}: {problem}");
        }
    }
}
