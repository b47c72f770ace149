using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hex.Export;

/// <summary>Chooses where telemetry goes: one of these per pipeline.</summary>
public static class HexBuilderExportExtensions
{
    /// <summary>Sends logs and metrics by OTLP over gRPC. The options are checked when the host starts.</summary>
    /// <example><code>services.AddHex(hex => hex.AddOtlpExporter(o => o.Endpoint = "ingest.example.com:4317"));</code></example>
    public static HexBuilder AddOtlpExporter(this HexBuilder hex, Action<OtlpExporterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(hex);
        ArgumentNullException.ThrowIfNull(configure);
        hex.Services.AddOptions<OtlpExporterOptions>().Configure(configure).ValidateOnStart();
        hex.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OtlpExporterOptions>, OtlpExporterOptionsValidator>());
        return Add(hex, services => new OtlpExporter(
            services.GetRequiredService<IOptions<OtlpExporterOptions>>().Value, services.GetService<ILoggerFactory>(), services.GetService<TimeProvider>()));
    }

    /// <summary>Prints logs and metrics for people.</summary>
    public static HexBuilder AddConsoleExporter(this HexBuilder hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return Add(hex, _ => new ConsoleExporter());
    }

    /// <summary>Appends OTLP/JSON lines to a file.</summary>
    /// <param name="hex">The pipeline.</param>
    /// <param name="path">The file; <c>-</c> is standard output.</param>
    public static HexBuilder AddFileExporter(this HexBuilder hex, string path = FileExporter.StandardOutput)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return Add(hex, _ => new FileExporter(path));
    }

    /// <summary>Encodes logs and metrics and drops them, for measuring.</summary>
    public static HexBuilder AddDiscardExporter(this HexBuilder hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return Add(hex, _ => new DiscardExporter());
    }

    private static HexBuilder Add<T>(HexBuilder hex, Func<IServiceProvider, T> create)
        where T : class, ILogExporter, IMetricExporter
    {
        hex.Services.TryAddSingleton(create);
        return hex.AddLogExporter(services => services.GetRequiredService<T>()).AddMetricExporter(services => services.GetRequiredService<T>());
    }
}
