using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>The metrics of <see cref="NetworkCollector"/>.</summary>
internal static class NetworkInstruments
{
    public static readonly Instrument Io = Instrument.Counter("system.network.io", "By", "Bytes received and transmitted.");

    public static readonly Instrument Packets = Instrument.Counter("system.network.packet.count", "{packet}", "Packets received and transmitted.");

    public static readonly Instrument Errors = Instrument.Counter("system.network.errors", "{error}", "Packets that were bad.");

    public static readonly Instrument Dropped = Instrument.Counter(
        "system.network.packet.dropped", "{packet}", "Packets that were good and dropped all the same.");

    public static readonly Instrument Connections = Instrument.UpDownSum(
        "system.network.connection.count", "{connection}", "TCP connections, IPv4 and IPv6, by state.");
}
