namespace Hex.Telemetry;

/// <summary>A request of points on its way, and under which gate it may leave.</summary>
internal sealed class MetricLoad(MetricRequest request, IDeliveryGate? gate, long since)
{
    public MetricRequest Request { get; } = request;

    public IDeliveryGate? Gate { get; } = gate;

    /// <summary>Time stamp of its first point.</summary>
    public long Since { get; } = since;

    /// <summary>What the ring counts for it.</summary>
    public long Bytes { get; set; }
}
