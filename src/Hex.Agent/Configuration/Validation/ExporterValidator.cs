using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Configuration.Validation;

/// <summary>One exporter at a time.</summary>
internal static class ExporterValidator
{
    public static void Check(AgentConfiguration configuration, ICollection<Problem> problems)
    {
        var exporters = configuration.Get(AgentOptions.Exporters);
        if (exporters.Count != 1)
        {
            problems.Add(new Problem(configuration.OriginOf(AgentOptions.Exporters), AgentOptions.Exporters.Key, exporters.Count == 0
                ? $"names no exporter; allowed: one of {AgentOptions.Exporters.Allowed}"
                : "names more than one exporter; whose acknowledgement would move positions is undefined then: name one"));
        }
    }
}
