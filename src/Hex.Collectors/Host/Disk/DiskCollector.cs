using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// What block devices read and wrote, from <c>/proc/diskstats</c>: disks, RAID and device mapper devices; partitions, loop and RAM devices not, unless
/// <see cref="DiskCollectorOptions"/> says so. In a container these are the host's.
/// </summary>
public sealed class DiskCollector : HostCollector
{
    private readonly HostFile _diskStats;
    private readonly RowTable<DiskDevice> _devices;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="options">Which devices; the defaults when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public DiskCollector(HostPaths? paths = null, DiskCollectorOptions? options = null, HostIdentity? identity = null)
        : base("disk", paths, identity)
    {
        options ??= new DiskCollectorOptions();
        _diskStats = new HostFile(Paths.Proc("diskstats"));
        var (kinds, exclude, partitions) = (new DiskKinds(Paths), new NamePatterns(options.Exclude), options.Partitions);
        _devices = new RowTable<DiskDevice>(name => new DiskDevice(name, !exclude.Match(name) && (partitions || !kinds.IsPartition(name))));
    }

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        var metrics = writer.For(host, Clock.Boot);
        _devices.Begin();
        using var lines = Files.Open(_diskStats);
        while (lines.TryNext(out var line))
        {
            if (DiskStatus.TryParse(line, out var status) && !status.IsIdle && _devices.See(status.Name) is { Included: true } device)
            {
                device.Write(metrics, status, Clock);
            }
        }

        _devices.End();
    }
}
