namespace Hex.Collectors.Host;

/// <summary>Whose numbers are seen.</summary>
public enum HostViewOf
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>The machine's.</summary>
    Host,

    /// <summary>A container's.</summary>
    Container,
}

/// <summary>
/// Whether the host collectors see the host or only a container, by the namespace each kind of number belongs to. An ordinary container sees the host's CPUs,
/// memory, disks, load and pressure, and its own processes, interfaces and mounts.
/// </summary>
/// <param name="Kernel">CPU, memory, paging, disks, load, uptime and pressure: the host's, unless LXCFS puts a container's in their place.</param>
/// <param name="Processes">The PID namespace.</param>
/// <param name="Network">The network namespace.</param>
/// <param name="Filesystems">The mount namespace.</param>
/// <param name="CgroupVersion"><c>v2</c>, <c>v1</c> (hybrid too), or <c>none</c>.</param>
/// <param name="KernelRelease">As <c>uname -r</c>; empty when unknown.</param>
public sealed record HostView(
    HostViewOf Kernel, HostViewOf Processes, HostViewOf Network, HostViewOf Filesystems, string CgroupVersion, string KernelRelease)
{
    /// <summary>True when everything is the host's.</summary>
    public bool IsHost => Kernel == HostViewOf.Host && Processes == HostViewOf.Host && Network == HostViewOf.Host && Filesystems == HostViewOf.Host;

    /// <summary>Finds out. Reads a few files of <c>/proc</c> and <c>/sys</c>; what cannot be read makes an answer Unknown, it never throws for it.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    public static HostView Detect(HostPaths? paths = null) => new HostViewProbe(paths ?? new HostPaths()).Detect();

    /// <summary>One line for people, e.g. <c>host: kernel; container: processes, network, filesystems</c>.</summary>
    public string Summary()
    {
        (string Name, HostViewOf Of)[] all = [("kernel", Kernel), ("processes", Processes), ("network", Network), ("filesystems", Filesystems)];
        return string.Join("; ", all.GroupBy(part => part.Of).OrderByDescending(group => group.Key == HostViewOf.Host).ThenBy(group => group.Key)
            .Select(group => $"{NameOf(group.Key)}: {string.Join(", ", group.Select(part => part.Name))}"));
    }

    internal static string NameOf(HostViewOf view) => view switch
    {
        HostViewOf.Host => "host",
        HostViewOf.Container => "container",
        _ => "unknown",
    };
}
