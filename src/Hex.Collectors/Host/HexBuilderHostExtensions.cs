using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hex.Collectors.Host;

/// <summary>Adds the host collectors to a pipeline.</summary>
public static class HexBuilderHostExtensions
{
    /// <summary>
    /// Collects this machine's metrics: the collectors <c>cpu</c>, <c>memory</c>, <c>paging</c>, <c>disk</c>, <c>filesystem</c>, <c>network</c>,
    /// <c>processes</c>, <c>pressure</c> and <c>system</c>. Each can be switched off, and given an interval, by its name in <see cref="CollectionOptions"/>.
    /// The options are checked when the host starts. <see cref="HostView"/> can be asked of the container.
    /// </summary>
    /// <example><code>services.AddHex(hex => hex.AddHostCollectors(o => o.Root = "/host").AddConsoleExporter());</code></example>
    public static HexBuilder AddHostCollectors(this HexBuilder hex, Action<HostCollectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hex);
        hex.Services.AddOptions<HostCollectorOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        hex.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HostCollectorOptions>, HostCollectorOptionsValidator>());
        hex.Services.TryAddSingleton(services => new HostPaths(Options(services).Root));
        hex.Services.TryAddSingleton(services => HostView.Detect(Paths(services)));
        hex.Services.TryAddSingleton(services => new HostIdentity(Paths(services), [.. Options(services).Attributes]));
        hex.Services.TryAddSingleton(services => new FilesystemCollector(
            Paths(services),
            Options(services).Filesystem,
            Identity(services),
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<FilesystemCollector>>()));
        return hex
            .AddCollector(services => new CpuCollector(Paths(services), Options(services).Cpu, Identity(services)))
            .AddCollector(services => new MemoryCollector(Paths(services), Identity(services)))
            .AddCollector(services => new PagingCollector(Paths(services), Identity(services)))
            .AddCollector(services => new DiskCollector(Paths(services), Options(services).Disk, Identity(services)))
            .AddCollector(services => services.GetRequiredService<FilesystemCollector>())
            .AddCollector(services => new NetworkCollector(Paths(services), Options(services).Network, Identity(services)))
            .AddCollector(services => new ProcessesCollector(Paths(services), Options(services).Processes, Identity(services)))
            .AddCollector(services => new PressureCollector(Paths(services), Identity(services)))
            .AddCollector(services => new SystemCollector(Paths(services), services.GetRequiredService<HostView>(), Identity(services)));
    }

    private static HostCollectorOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<HostCollectorOptions>>().Value;

    private static HostPaths Paths(IServiceProvider services) => services.GetRequiredService<HostPaths>();

    private static HostIdentity Identity(IServiceProvider services) => services.GetRequiredService<HostIdentity>();
}
