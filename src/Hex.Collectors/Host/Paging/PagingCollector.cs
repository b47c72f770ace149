using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// Swap space per device (<c>/proc/swaps</c>; nothing on a machine without swap), page faults and pages swapped (<c>/proc/vmstat</c>). Pages of ordinary
/// file I/O (<c>pgpgin</c>, <c>pgpgout</c>) are no paging and are not counted: see the disks.
/// </summary>
public sealed class PagingCollector : HostCollector
{
    private readonly HostFile _vmStat;
    private readonly HostFile _swaps;
    private readonly RowTable<SwapDevice> _devices = new(static name => new SwapDevice(name));
    private Counter _minor;
    private Counter _major;
    private Counter _in;
    private Counter _out;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public PagingCollector(HostPaths? paths = null, HostIdentity? identity = null)
        : base("paging", paths, identity)
    {
        _vmStat = new HostFile(Paths.Proc("vmstat"));
        _swaps = new HostFile(Paths.Proc("swaps"));
    }

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        var metrics = writer.For(host, Clock.Boot);
        WriteCounters(metrics);
        WriteSwap(metrics);
    }

    private void WriteCounters(ResourceMetrics metrics)
    {
        long faults = -1, major = -1, swappedIn = -1, swappedOut = -1;
        using var lines = Files.Open(_vmStat);
        while (lines.TryNext(out var line))
        {
            if (!line.StartsWith("p"u8))
            {
                continue;
            }

            var fields = new Fields(line);
            if (!fields.TryNext(out var name) || !fields.TryNumber(out var value))
            {
                continue;
            }

            if (name.SequenceEqual("pgfault"u8))
            {
                faults = value;
            }
            else if (name.SequenceEqual("pgmajfault"u8))
            {
                major = value;
            }
            else if (name.SequenceEqual("pswpin"u8))
            {
                swappedIn = value;
            }
            else if (name.SequenceEqual("pswpout"u8))
            {
                swappedOut = value;
            }
        }

        // pgfault counts both kinds.
        if (faults >= 0 && major >= 0)
        {
            var minor = Math.Max(0, faults - major);
            metrics.StartingAt(_minor.StartOf(minor, Clock)).Record(PagingSignals.Faults, minor, ("system.paging.fault.type", "minor"));
            metrics.StartingAt(_major.StartOf(major, Clock)).Record(PagingSignals.Faults, major, ("system.paging.fault.type", "major"));
        }

        Swapped(metrics, ref _in, swappedIn, "in");
        Swapped(metrics, ref _out, swappedOut, "out");
    }

    private void Swapped(ResourceMetrics metrics, ref Counter counter, long pages, string direction)
    {
        if (pages >= 0)
        {
            metrics.StartingAt(counter.StartOf(pages, Clock)).Record(
                PagingSignals.Operations, pages, ("system.paging.direction", direction), ("system.paging.fault.type", "major"));
        }
    }

    private void WriteSwap(ResourceMetrics metrics)
    {
        _devices.Begin();
        using var lines = Files.OpenOptional(_swaps);
        while (lines.TryNext(out var line))
        {
            if (SwapDevice.TryParse(line, out var name, out var size, out var used) && _devices.See(name) is { } device)
            {
                metrics.Record(PagingSignals.Usage, Math.Min(used, size), ("system.device", device.Device), ("system.paging.state", "used"));
                metrics.Record(PagingSignals.Usage, Math.Max(0, size - used), ("system.device", device.Device), ("system.paging.state", "free"));
            }
        }

        _devices.End();
    }
}
