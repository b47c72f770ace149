using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hex.Telemetry;

/// <summary>Registers the pipeline with a host.</summary>
public static class HexServiceCollectionExtensions
{
    /// <summary>
    /// Adds a telemetry pipeline that runs with the host: <c>services.AddHex(hex => hex.AddCollector&lt;QueueDepth&gt;().AddOtlpExporter(…))</c>.
    /// Calling it again adds to the same pipeline. A <see cref="TimeProvider"/>, <see cref="ResourcePool"/>, <see cref="ByteBudget"/> or <see cref="IStateStore"/>
    /// registered before is used.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says what is read and where it goes.</param>
    public static IServiceCollection AddHex(this IServiceCollection services, Action<HexBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        AddOptions(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IStateStore, MemoryStateStore>();
        services.TryAddSingleton(static provider =>
            new ResourcePool(CollectionsMarshal.AsSpan(provider.GetRequiredService<IOptions<ResourceOptions>>().Value.Attributes)));
        services.TryAddSingleton(static provider => new ByteBudget(provider.GetRequiredService<IOptions<LogPipelineOptions>>().Value.MaxInFlightBytes));
        services.TryAddSingleton(static provider => new LogPipeline(
            OneExporter.Of(provider.GetServices<ILogExporter>(), exporter => exporter.Name, "log"),
            provider.GetRequiredService<IOptions<LogPipelineOptions>>().Value,
            provider.GetRequiredService<ByteBudget>(),
            provider.GetRequiredService<TimeProvider>(),
            random: null,
            provider.GetService<ILogger<LogPipeline>>()));
        services.TryAddSingleton(static provider => new MetricPipeline(
            OneExporter.Of(provider.GetServices<IMetricExporter>(), exporter => exporter.Name, "metric"),
            provider.GetRequiredService<IOptions<MetricPipelineOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            random: null,
            provider.GetService<ILogger<MetricPipeline>>()));
        services.TryAddSingleton(static provider => new CollectorScheduler(
            provider.GetRequiredService<MetricPipeline>(),
            provider.GetRequiredService<ResourcePool>(),
            provider.GetRequiredService<IOptions<CollectionOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            random: null,
            provider.GetService<ILogger<CollectorScheduler>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TelemetryService>());
        configure(new HexBuilder(services));
        return services;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<LogPipelineOptions>().ValidateOnStart();
        services.AddOptions<MetricPipelineOptions>().ValidateOnStart();
        services.AddOptions<CollectionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LogPipelineOptions>, LogPipelineOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MetricPipelineOptions>, MetricPipelineOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CollectionOptions>, CollectionOptionsCheck>());
    }
}
