using System.Buffers;

namespace Hex.Telemetry;

/// <summary>
/// The simplest way to write a leaf for metrics: say how one point is encoded and how bytes are sent; requests, ranges and limits are done here.
/// </summary>
public abstract class PointMetricExporter : IMetricExporter
{
    /// <summary>1 MiB: large enough that sending costs little per point, small enough for most services.</summary>
    public const int DefaultMaxRequestBytes = 1024 * 1024;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual int MaxRequestBytes => DefaultMaxRequestBytes;

    /// <inheritdoc/>
    public MetricRequest CreateRequest(int maxBytes) => new PointMetricRequest(this, maxBytes);

    /// <summary>Writes one point, whole. One without a value (<see cref="MetricValue.HasValue"/>) says that its series ended.</summary>
    protected abstract void Encode(in MetricPoint point, IBufferWriter<byte> output);

    /// <summary>Sends the points' bytes, one after the other as encoded. See <see cref="ExportRequest.SendAsync"/> for what to return and throw.</summary>
    protected abstract ValueTask<ExportResult> SendAsync(ReadOnlyMemory<byte> points, int count, CancellationToken cancellationToken);

    internal void EncodePoint(in MetricPoint point, IBufferWriter<byte> output) => Encode(in point, output);

    internal ValueTask<ExportResult> SendPointsAsync(ReadOnlyMemory<byte> points, int count, CancellationToken cancellationToken) =>
        SendAsync(points, count, cancellationToken);
}
