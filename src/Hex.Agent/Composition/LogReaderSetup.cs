using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Logs;

namespace Hex.Agent.Composition;

/// <summary>What <c>logs.*</c> says, as the reader's options.</summary>
internal static class LogReaderSetup
{
    public static ContainerLogReaderOptions Options(AgentConfiguration configuration, bool once)
    {
        var options = new ContainerLogReaderOptions
        {
            Root = configuration.Get(LogsOptions.Root),
            StartAt = configuration.Get(LogsOptions.StartAt),
            Once = once,
            MaxLineBytes = (int)configuration.Get(LogsOptions.MaxLineBytes),
            MaxHeldBytes = configuration.Get(LogsOptions.MaxHeldBytes),
            Multiline = configuration.Get(LogsOptions.Multiline),
            RateLimitBytesPerSecond = configuration.Get(LogsOptions.RateLimit),
        };
        Copy(configuration.Get(LogsOptions.ExcludedNamespaces), options.ExcludeNamespaces);
        Copy(configuration.Get(LogsOptions.ExcludedPods), options.ExcludePods);
        Copy(configuration.Get(LogsOptions.ExcludedContainers), options.ExcludeContainers);
        return options;
    }

    private static void Copy(IReadOnlyList<string> from, IList<string> to)
    {
        foreach (var text in from)
        {
            to.Add(text);
        }
    }
}
