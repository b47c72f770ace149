namespace Hex.Telemetry;

/// <summary>
/// A leaf that can take log records to somewhere. It only encodes and sends once; batching, splitting, retrying and holding are done for it
/// by the pipeline, for any leaf. Thread-safe: several requests are sent at a time. Derive from <see cref="RecordLogExporter"/> for the simple case.
/// </summary>
public interface ILogExporter
{
    /// <summary>Its name in logs and self-metrics, e.g. <c>otlp</c>.</summary>
    string Name { get; }

    /// <summary>The size in bytes at which a request is full.</summary>
    int MaxRequestBytes { get; }

    /// <summary>Starts an empty request.</summary>
    /// <param name="maxBytes">When it is full; at most <see cref="MaxRequestBytes"/>.</param>
    LogRequest CreateRequest(int maxBytes);
}

/// <summary>A request of log records in the making. Adding and sending never overlap.</summary>
public abstract class LogRequest : ExportRequest
{
    /// <summary>
    /// Encodes records of a batch, from <paramref name="first"/> on, until the batch ends or the request is full.
    /// An empty request takes at least one record; one too large for it is cut and marked.
    /// </summary>
    /// <returns>How many records were taken. Their bodies are not read again.</returns>
    public abstract int Add(LogBatch batch, int first);
}
