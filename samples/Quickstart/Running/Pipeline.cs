using Hex.Attribution;
using Hex.Collectors.Kubernetes;
using Hex.Export;
using Hex.Kubernetes;
using Hex.Logs;
using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Quickstart.World;

namespace Quickstart.Running;

/// <summary>A folder of log files, and who knows whose they are; without anybody, what their paths say must do.</summary>
internal sealed record NodeLogs(ContainerLogReaderOptions Options, NodeAttribution? Attribution);

/// <summary>Where telemetry goes.</summary>
internal sealed record Target(string Endpoint, bool Insecure, string? ApiKeyFile);

/// <summary>
/// The same pipeline as in hex-agent: cluster collectors and events as its leader runs them, and the log files of every node as its DaemonSet reads them,
/// here in one process.
/// </summary>
internal static class Pipeline
{
    #region Quickstart
    public static IServiceCollection AddPipeline(
        this IServiceCollection services, KubernetesClient? cluster, IReadOnlyList<NodeLogs> nodes, ResourcePool resources, Target target, Pace pace) =>
        services.AddSingleton(resources).AddHex(hex =>
        {
            hex.AddOtlpExporter(otlp =>
            {
                otlp.Endpoint = target.Endpoint;
                otlp.Insecure = target.Insecure;
                otlp.ApiKeyFile = target.ApiKeyFile ?? "";
            });
            hex.ConfigureCollection(collection =>
            {
                collection.Splay = TimeSpan.Zero;
                collection.Defaults.Interval = pace.CollectEvery;
            });

            // Who presses Ctrl-C while the backend is away does not wait for it long.
            hex.ConfigureLogs(logs => logs.ShutdownTimeout = TimeSpan.FromSeconds(3));
            hex.ConfigureMetrics(metrics => metrics.ShutdownTimeout = TimeSpan.FromSeconds(3));
            if (cluster is not null)
            {
                hex.Services.AddSingleton(cluster);
                hex.AddKubernetesCollectors().AddKubernetesEvents();
            }

            foreach (var node in nodes)
            {
                hex.AddLogSource(provider => new ContainerLogReader(
                    node.Options, new MemoryStateStore(), node.Attribution, resources, provider.GetRequiredService<ByteBudget>()));
            }
        });
    #endregion
}
