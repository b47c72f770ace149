using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>Uptime (<c>/proc/uptime</c>), load averages (<c>/proc/loadavg</c>), and <c>hex.host.info</c>, which says what is seen (<see cref="HostView"/>).</summary>
public sealed class SystemCollector : HostCollector
{
    private readonly HostFile _uptime;
    private readonly HostFile _load;
    private readonly HostView _view;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="view">What is seen there; found out when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public SystemCollector(HostPaths? paths = null, HostView? view = null, HostIdentity? identity = null)
        : base("system", paths, identity)
    {
        _uptime = new HostFile(Paths.Proc("uptime"));
        _load = new HostFile(Paths.Proc("loadavg"));
        _view = view ?? HostView.Detect(Paths);
    }

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        var metrics = writer.For(host);
        using (var lines = Files.Open(_uptime))
        {
            if (lines.TryNext(out var line) && new Fields(line) is var fields && fields.TryNext(out var field) && Number.TryParse(field, out double seconds))
            {
                metrics.Record(SystemSignals.Uptime, seconds);
            }
        }

        using (var lines = Files.Open(_load))
        {
            if (lines.TryNext(out var line))
            {
                WriteLoad(metrics, new Fields(line));
            }
        }

        metrics.Record(
            SystemSignals.Info,
            1L,
            ("hex.host.cgroup.version", _view.CgroupVersion),
            ("hex.host.kernel.release", _view.KernelRelease),
            ("hex.host.view.filesystems", HostView.NameOf(_view.Filesystems)),
            ("hex.host.view.kernel", HostView.NameOf(_view.Kernel)),
            ("hex.host.view.network", HostView.NameOf(_view.Network)),
            ("hex.host.view.processes", HostView.NameOf(_view.Processes)));
    }

    private static void WriteLoad(ResourceMetrics metrics, Fields fields)
    {
        if (fields.TryNext(out var one) && fields.TryNext(out var five) && fields.TryNext(out var fifteen)
            && Number.TryParse(one, out double load1) && Number.TryParse(five, out double load5) && Number.TryParse(fifteen, out double load15))
        {
            metrics.Record(SystemSignals.Load1, load1);
            metrics.Record(SystemSignals.Load5, load5);
            metrics.Record(SystemSignals.Load15, load15);
        }
    }
}
