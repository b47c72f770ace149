using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>A network interface and its counters.</summary>
internal sealed class NetworkInterface(string name, bool included) : Row(name)
{
    private Counters _received;
    private Counters _transmitted;

    public bool Included { get; } = included;

    public void Write(ResourceMetrics metrics, InterfaceStatus status, CounterClock clock)
    {
        Write(metrics, ref _received, status.Received, "receive", clock);
        Write(metrics, ref _transmitted, status.Transmitted, "transmit", clock);
    }

    private void Write(ResourceMetrics metrics, ref Counters counters, InterfaceStatus.Direction counts, string direction, CounterClock clock)
    {
        TelemetryAttribute which = new("network.interface.name", Name);
        TelemetryAttribute way = new("network.io.direction", direction);
        metrics.StartingAt(counters.Bytes.StartOf(counts.Bytes, clock)).Record(NetworkSignals.Io, counts.Bytes, which, way);
        metrics.StartingAt(counters.Errors.StartOf(counts.Errors, clock)).Record(NetworkSignals.Errors, counts.Errors, which, way);
        metrics.StartingAt(counters.Dropped.StartOf(counts.Dropped, clock)).Record(NetworkSignals.Dropped, counts.Dropped, which, way);

        // The semantic conventions name the interface differently for this one.
        metrics.StartingAt(counters.Packets.StartOf(counts.Packets, clock)).Record(
            NetworkSignals.Packets, counts.Packets, way, new TelemetryAttribute("system.device", Name));
    }

    private struct Counters
    {
        public Counter Bytes;
        public Counter Packets;
        public Counter Errors;
        public Counter Dropped;
    }
}
