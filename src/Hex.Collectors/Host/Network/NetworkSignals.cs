using Hex.Telemetry;
using static Hex.Collectors.Host.HostAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Host;

/// <summary>What the network collector emits.</summary>
internal static class NetworkSignals
{
    public static readonly MetricSignal Io = Of("system.network.io", "By", "Bytes received and transmitted.", Interface);
    public static readonly MetricSignal Packets = Of("system.network.packet.count", "{packet}", "Packets received and transmitted.", Device);
    public static readonly MetricSignal Errors = Of("system.network.errors", "{error}", "Packets that were bad.", Interface);
    public static readonly MetricSignal Dropped = Of("system.network.packet.dropped", "{packet}", "Packets that were good and dropped all the same.", Interface);

    public static readonly MetricSignal Connections = Convention(
        UpDownSum("system.network.connection.count", "{connection}", "TCP connections, IPv4 and IPv6, by state; not while there are more than 10,000 sockets."),
        "`/proc/net/tcp`, `tcp6`",
        ConnectionState,
        Transport);

    public static SignalCatalogue Catalogue { get; } = new(
        "network", "Host: network", CollectionScope.Node, HostResource, [Io, Packets, Errors, Dropped, Connections])
    {
        Remarks = "Containers’ ends on the host (`veth*`, `cali*`, `lxc*`, `azv*`, `gke*`, `eni*`) are left out by default, and interfaces that never carried anything always.",
    };

    private static MetricSignal Of(string name, string unit, string description, SignalAttribute which) =>
        Convention(Counter(name, unit, description), "`/proc/net/dev`", which, NetworkDirection);
}
