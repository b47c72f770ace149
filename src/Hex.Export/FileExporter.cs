using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hex.Export.Otlp;
using Hex.Export.Otlp.Logs;
using Hex.Export.Otlp.Metrics;
using Hex.Export.Otlp.Text;
using Hex.Telemetry;

namespace Hex.Export;

/// <summary>
/// Appends OTLP/JSON lines to a file: one ExportLogsServiceRequest or ExportMetricsServiceRequest per line, as the OpenTelemetry file exporter specification has it.
/// A leaf; a full disk or a missing directory holds the data until it is mended. The file is not rotated.
/// </summary>
public sealed class FileExporter : ILogExporter, IMetricExporter, IDisposable
{
    /// <summary>The path that means standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>1 MiB: lines that other programs can still read.</summary>
    public const int DefaultMaxRequestBytes = 1024 * 1024;

    private readonly LineSink _sink;
    private readonly OtlpEncoder _encoder;

    /// <summary>Makes an exporter; the file is opened with the first request.</summary>
    /// <param name="path">The file, made if it does not exist; <c>-</c> is standard output.</param>
    public FileExporter(string path = StandardOutput)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _sink = new LineSink(path == StandardOutput ? "standard output" : path, () => Open(path), Write);
        _encoder = new OtlpEncoder(_sink);
    }

    internal FileExporter(Stream stream)
    {
        _sink = new LineSink("a stream", () => stream, Write);
        _encoder = new OtlpEncoder(_sink);
    }

    /// <inheritdoc cref="ILogExporter.Name"/>
    public string Name => "file";

    /// <inheritdoc cref="ILogExporter.MaxRequestBytes"/>
    public int MaxRequestBytes => DefaultMaxRequestBytes;

    LogRequest ILogExporter.CreateRequest(int maxBytes) => new OtlpLogRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    MetricRequest IMetricExporter.CreateRequest(int maxBytes) => new OtlpMetricRequest(_encoder, Math.Min(maxBytes, MaxRequestBytes));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _sink.Dispose();

    private static Stream Open(string path) =>
        path == StandardOutput ? Console.OpenStandardOutput() : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);

    private static void Write(OtlpSignal signal, ReadOnlySpan<byte> message, ArrayBufferWriter<byte> lines)
    {
        // Only what JSON demands is escaped; these lines are not put into web pages.
        using (var json = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
            JsonTranscoder.Write(json, message, signal == OtlpSignal.Logs ? JsonSchema.Logs : JsonSchema.Metrics);
        lines.Write("\n"u8);
    }
}
