using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// What network interfaces carried (<c>/proc/net/dev</c>) and TCP connections by state. These belong to a network namespace: with the root <c>/</c> to that of
/// this process, which in a container without host networking is the container's; with another root to that of the host's process 1.
/// </summary>
public sealed class NetworkCollector : HostCollector
{
    private readonly HostFile _devices;
    private readonly RowTable<NetworkInterface> _interfaces;
    private readonly ConnectionStates _connections;
    private readonly int _maxConnections;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="options">What is counted; the defaults when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public NetworkCollector(HostPaths? paths = null, NetworkCollectorOptions? options = null, HostIdentity? identity = null)
        : base("network", paths, identity)
    {
        options ??= new NetworkCollectorOptions();
        _devices = new HostFile(Paths.OfProcess("net/dev"));
        _connections = new ConnectionStates(Paths);
        _maxConnections = options.MaxConnections;
        var exclude = new NamePatterns(options.Exclude);
        _interfaces = new RowTable<NetworkInterface>(name => new NetworkInterface(name, !exclude.Match(name)));
    }

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        var metrics = writer.For(host, Clock.Boot);
        WriteInterfaces(metrics);
        if (_maxConnections > 0 && _connections.TryCount(Files, _maxConnections))
        {
            for (var state = 1; state <= ConnectionStates.Last; state++)
            {
                metrics.Record(
                    NetworkSignals.Connections,
                    _connections[state],
                    ("network.connection.state", ConnectionStates.NameOf(state)),
                    ("network.transport", "tcp"));
            }
        }
    }

    private void WriteInterfaces(ResourceMetrics metrics)
    {
        _interfaces.Begin();
        using var lines = Files.Open(_devices);
        while (lines.TryNext(out var line))
        {
            if (InterfaceStatus.TryParse(line, out var status) && !status.IsIdle && _interfaces.See(status.Name) is { Included: true } known)
            {
                known.Write(metrics, status, Clock);
            }
        }

        _interfaces.End();
    }
}
