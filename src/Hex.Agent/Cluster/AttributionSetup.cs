using Hex.Agent.Configuration;
using AgentAttribution = Hex.Agent.Configuration.Table.AttributionOptions;
using LibraryAttribution = Hex.Attribution.AttributionOptions;

namespace Hex.Agent.Cluster;

/// <summary>What <c>attribution.*</c> says, as the library's options.</summary>
internal static class AttributionSetup
{
    public static LibraryAttribution Options(AgentConfiguration configuration)
    {
        var options = new LibraryAttribution { UseAppKubernetesIoName = configuration.Get(AgentAttribution.UseAppKubernetesIoName) };
        Copy(configuration.Get(AgentAttribution.PodLabels), options.PodLabels);
        Copy(configuration.Get(AgentAttribution.PodAnnotations), options.PodAnnotations);
        Copy(configuration.Get(AgentAttribution.NamespaceLabels), options.NamespaceLabels);
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
