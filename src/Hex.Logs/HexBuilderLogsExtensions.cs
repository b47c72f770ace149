using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hex.Logs;

/// <summary>Adds container logs to a pipeline.</summary>
public static class HexBuilderLogsExtensions
{
    /// <summary>
    /// Reads the logs of this node's containers. Positions are kept in the pipeline's <see cref="IStateStore"/>, containers are named by its
    /// <see cref="IResourceResolver"/> when there is one, else by their paths. The options are checked when the host starts.
    /// </summary>
    /// <example><code>services.AddHex(hex => hex.AddContainerLogs(o => o.Root = "/var/log/pods").AddConsoleExporter());</code></example>
    public static HexBuilder AddContainerLogs(this HexBuilder hex, Action<ContainerLogReaderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hex);
        hex.Services.AddOptions<ContainerLogReaderOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        hex.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ContainerLogReaderOptions>, ContainerLogReaderOptionsValidator>());
        hex.Services.TryAddSingleton(services => new ContainerLogReader(
            services.GetRequiredService<IOptions<ContainerLogReaderOptions>>().Value,
            services.GetService<IStateStore>(),
            services.GetService<IResourceResolver>(),
            services.GetService<ResourcePool>(),
            services.GetService<ByteBudget>(),
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<ContainerLogReader>>()));
        return hex.AddLogSource(services => services.GetRequiredService<ContainerLogReader>());
    }
}

/// <summary>Checks the options by their annotations; generated, no reflection.</summary>
[OptionsValidator]
internal sealed partial class ContainerLogReaderOptionsValidator : IValidateOptions<ContainerLogReaderOptions>;
