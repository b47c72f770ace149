using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Collectors.Host;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary>The host collectors that are switched on.</summary>
internal static class HostSetup
{
    public static IReadOnlyList<ICollector> Collectors(AgentConfiguration configuration, bool isInCluster, ILoggerFactory loggers, TimeProvider time)
    {
        var enabled = CollectorSwitches.All.Where(one => one.IsOfHost && configuration.Get(one.Enabled)).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        if (enabled.Count == 0 || !configuration.Get(AgentOptions.Roles).Contains(Role.Node))
        {
            return [];
        }

        var paths = new HostPaths(configuration.Get(AgentOptions.HostRoot));
        var identity = isInCluster ? new HostIdentity(paths, ("k8s.node.name", NodeName.Current)) : new HostIdentity(paths);
        var options = new HostCollectorOptions();
        (string Name, Func<ICollector> Make)[] all =
        [
            ("cpu", () => new CpuCollector(paths, options.Cpu, identity)),
            ("memory", () => new MemoryCollector(paths, identity)),
            ("paging", () => new PagingCollector(paths, identity)),
            ("disk", () => new DiskCollector(paths, options.Disk, identity)),
            ("filesystem", () => new FilesystemCollector(paths, options.Filesystem, identity, time, loggers.CreateLogger<FilesystemCollector>())),
            ("network", () => new NetworkCollector(paths, options.Network, identity)),
            ("processes", () => new ProcessesCollector(paths, options.Processes, identity)),
            ("pressure", () => new PressureCollector(paths, identity)),
            ("system", () => new SystemCollector(paths, HostView.Detect(paths), identity)),
        ];
        return [.. all.Where(collector => enabled.Contains(collector.Name)).Select(collector => collector.Make())];
    }
}
