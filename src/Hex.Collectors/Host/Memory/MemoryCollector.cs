using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// Memory by state, from <c>/proc/meminfo</c>. The states overlap a little: "used" is total − available, as the semantic conventions have it, and available
/// holds most of free, buffers and cached; do not add them up. In a container these are the host's (unless LXCFS covers the file).
/// </summary>
public sealed class MemoryCollector : HostCollector
{
    private readonly HostFile _memoryInfo;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public MemoryCollector(HostPaths? paths = null, HostIdentity? identity = null)
        : base("memory", paths, identity) => _memoryInfo = new HostFile(Paths.Proc("meminfo"));

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        var info = MemoryInfo.Read(Files, _memoryInfo);
        var metrics = writer.For(host, Clock.Boot);
        if (info.Total >= 0)
        {
            metrics.Record(MemorySignals.Limit, info.Total);
        }

        if (info.Available >= 0)
        {
            metrics.Record(MemorySignals.Available, info.Available);
        }

        Write(metrics, "used", info.Used, info.Total);
        Write(metrics, "free", info.Free, info.Total);
        Write(metrics, "buffers", info.Buffers, info.Total);
        Write(metrics, "cached", info.PageCache, info.Total);
    }

    private static void Write(ResourceMetrics metrics, string state, long bytes, long total)
    {
        if (bytes < 0)
        {
            return;
        }

        metrics.Record(MemorySignals.Usage, bytes, ("system.memory.state", state));
        if (total > 0)
        {
            metrics.Record(MemorySignals.Utilization, (double)bytes / total, ("system.memory.state", state));
        }
    }
}
