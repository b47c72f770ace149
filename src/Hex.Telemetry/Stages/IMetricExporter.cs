namespace Hex.Telemetry;

/// <summary>
/// A leaf that can take metric points to somewhere. It only encodes and sends once; buffering, splitting, retrying and holding are done for it
/// by the pipeline, for any leaf. Thread-safe.
/// </summary>
public interface IMetricExporter
{
    /// <summary>Its name in logs and self-metrics, e.g. <c>otlp</c>.</summary>
    string Name { get; }

    /// <summary>The size in bytes at which a request is full.</summary>
    int MaxRequestBytes { get; }

    /// <summary>Starts an empty request.</summary>
    /// <param name="maxBytes">When it is full; at most <see cref="MaxRequestBytes"/>.</param>
    MetricRequest CreateRequest(int maxBytes);
}

/// <summary>A request of metric points in the making. Adding and sending never overlap.</summary>
public abstract class MetricRequest : ExportRequest
{
    /// <summary>Encodes points of a batch, from <paramref name="first"/> on, until the batch ends or the request is full. An empty request takes at least one.</summary>
    /// <returns>How many points were taken. The batch is not read again.</returns>
    public abstract int Add(MetricBatch batch, int first);
}
