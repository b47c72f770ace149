using Hex.Attribution;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hex.Collectors.Kubernetes;

/// <summary>Adds the Kubernetes collectors to a pipeline.</summary>
public static class HexBuilderKubernetesExtensions
{
    /// <summary>
    /// Collects the state of a cluster: nodes, namespaces, pods, containers, workloads, jobs, autoscalers, volume claims. The cluster is that of a registered
    /// <see cref="KubernetesClient"/>, else the one this process runs in, else that of the kubeconfig. Single collectors are switched by
    /// <see cref="CollectionOptions.Collectors"/>; what is switched off is not watched either. The options are checked when the host starts.
    /// </summary>
    /// <example><code>services.AddHex(hex => hex.AddKubernetesCollectors(o => o.ExcludeNamespaces.Add("kube-*")).AddConsoleExporter());</code></example>
    public static HexBuilder AddKubernetesCollectors(this HexBuilder hex, Action<KubernetesCollectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hex);
        hex.Services.AddOptions<KubernetesCollectorOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        hex.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KubernetesCollectorOptions>, KubernetesCollectorOptionsValidator>());
        hex.Services.TryAddSingleton(static services => new KubernetesClient(
            KubernetesConnection.IsInCluster ? KubernetesConnection.InCluster() : KubernetesConnection.FromKubeconfig(),
            services.GetService<TimeProvider>(),
            services.GetService<ILoggerFactory>()));
        hex.Services.TryAddSingleton(static services => new ClusterSource(
            services.GetRequiredService<KubernetesClient>(),
            services.GetRequiredService<IOptions<KubernetesCollectorOptions>>().Value,
            services.GetService<ClusterAttribution>(),
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<ClusterSource>>()));
        foreach (var (catalogue, create) in KubernetesCollectors.Known)
        {
            hex.AddCollector(services => create(SourceFor(services, catalogue)));
        }

        return hex;
    }

    /// <summary>A collector that is switched off gets a source of nothing: it is never asked, and has nothing watched.</summary>
    private static ClusterSource SourceFor(IServiceProvider services, SignalCatalogue catalogue) =>
        services.GetRequiredService<IOptions<CollectionOptions>>().Value.For(catalogue.Name).Enabled
            ? services.GetRequiredService<ClusterSource>()
            : ClusterSource.Of(ClusterSnapshot.Empty);
}
