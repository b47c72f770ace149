namespace Hex.Agent.Checks;

/// <summary>How a check ended.</summary>
internal enum CheckOutcome
{
    Ok,

    /// <summary>Not as it should be, and the agent does its work all the same.</summary>
    Warning,

    Failed,
}

/// <summary>One line of <c>hex-agent check</c>.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was found; of any origin.</param>
/// <param name="Advice">What would put it right; null when nothing is wrong.</param>
internal sealed record CheckResult(string Name, CheckOutcome Outcome, string Detail, string? Advice = null)
{
    public static CheckResult Ok(string name, string detail) => new(name, CheckOutcome.Ok, detail);

    public static CheckResult Warning(string name, string detail, string? advice = null) => new(name, CheckOutcome.Warning, detail, advice);

    public static CheckResult Failed(string name, string detail, string? advice = null) => new(name, CheckOutcome.Failed, detail, advice);
}
