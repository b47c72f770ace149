using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Configuration.Validation;

/// <summary>A collector's run ends before its next one begins; a default timeout gives way to a shorter interval by itself.</summary>
internal static class CollectorValidator
{
    public static void Check(AgentConfiguration configuration, ICollection<Problem> problems)
    {
        foreach (var collector in CollectorSwitches.All)
        {
            if (collector is { Interval: { } interval, Timeout: { } timeout } && configuration.IsGiven(timeout) && configuration.Get(timeout) > configuration.Get(interval))
            {
                problems.Add(new Problem(configuration.OriginOf(timeout), timeout.Key, $"is longer than {interval.Key}"));
            }
        }
    }
}
