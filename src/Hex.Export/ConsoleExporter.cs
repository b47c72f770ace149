using Hex.Export.Otlp;
using Hex.Export.Otlp.Logs;
using Hex.Export.Otlp.Metrics;
using Hex.Export.Otlp.Text;
using Hex.Telemetry;

namespace Hex.Export;

/// <summary>
/// Prints log records and metric points for people, a line each: time, severity, namespace/pod/container and the body, escaped and bounded. A leaf.
/// </summary>
public sealed class ConsoleExporter : ILogExporter, IMetricExporter, IDisposable
{
    /// <summary>256 KiB: lines appear while they are news.</summary>
    public const int DefaultMaxRequestBytes = 256 * 1024;

    private readonly LineSink _sink;
    private readonly OtlpEncoder _encoder;

    /// <summary>Prints to standard output.</summary>
    public ConsoleExporter()
        : this(Console.OpenStandardOutput())
    {
    }

    /// <summary>Prints UTF-8 to a stream, which is disposed with the exporter.</summary>
    public ConsoleExporter(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _sink = new LineSink("the console", () => output, ConsoleText.Write);
        _encoder = new OtlpEncoder(_sink);
    }

    /// <inheritdoc cref="ILogExporter.Name"/>
    public string Name => "console";

    /// <inheritdoc cref="ILogExporter.MaxRequestBytes"/>
    public int MaxRequestBytes => DefaultMaxRequestBytes;

    LogRequest ILogExporter.CreateRequest(int maxBytes) => new OtlpLogRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    MetricRequest IMetricExporter.CreateRequest(int maxBytes) => new OtlpMetricRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    /// <inheritdoc/>
    public void Dispose() => _sink.Dispose();
}
