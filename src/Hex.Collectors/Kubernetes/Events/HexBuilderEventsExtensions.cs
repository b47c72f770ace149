using Hex.Attribution;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hex.Collectors.Kubernetes;

/// <summary>Adds the events of a cluster to a pipeline.</summary>
public static class HexBuilderEventsExtensions
{
    /// <summary>
    /// Reads events as log records, and counts them, from the cluster of <see cref="HexBuilderKubernetesExtensions.AddKubernetesCollectors"/>, which must be
    /// called too. How far they were delivered is kept in the pipeline's <see cref="IStateStore"/>. The options are checked when the host starts.
    /// </summary>
    /// <example><code>services.AddHex(hex => hex.AddKubernetesCollectors().AddKubernetesEvents().AddConsoleExporter());</code></example>
    public static HexBuilder AddKubernetesEvents(this HexBuilder hex, Action<EventSourceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hex);
        hex.Services.AddOptions<EventSourceOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        hex.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventSourceOptions>, EventSourceOptionsValidator>());
        hex.Services.TryAddSingleton(static services => new EventSource(
            services.GetRequiredService<KubernetesClient>(),
            services.GetRequiredService<ResourcePool>(),
            services.GetRequiredService<ClusterSource>(),
            services.GetService<IStateStore>(),
            services.GetRequiredService<IOptions<EventSourceOptions>>().Value,
            services.GetService<ClusterIdentityReader>(),
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<EventSource>>()));
        return hex
            .AddLogSource(static services => services.GetRequiredService<EventSource>())
            .AddCollector(static services => services.GetRequiredService<EventSource>().Occurrences);
    }
}
