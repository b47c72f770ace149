using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>Which file systems <see cref="FilesystemCollector"/> asks, and how long it waits.</summary>
public sealed class FilesystemCollectorOptions
{
    /// <summary>
    /// File systems that are no storage: the kernel's own (<c>proc</c>, <c>sysfs</c>, <c>cgroup2</c>, …), memory (<c>tmpfs</c>, <c>ramfs</c>, <c>devtmpfs</c>),
    /// images that are always full (<c>squashfs</c>, <c>erofs</c>, <c>iso9660</c>), and <c>overlay</c>, whose space is that of the file system below it.
    /// </summary>
    public static readonly IReadOnlyList<string> DefaultExcludeTypes =
    [
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs", "erofs", "fuse.lxcfs", "fuse.portal",
        "fusectl", "hugetlbfs", "iso9660", "mqueue", "nsfs", "overlay", "proc", "pstore", "ramfs", "rpc_pipefs", "securityfs", "selinuxfs", "squashfs", "sysfs",
        "tmpfs", "tracefs",
    ];

    /// <summary>Below <c>/dev</c>, <c>/proc</c> and <c>/sys</c>; the files a container runtime mounts into a container.</summary>
    public static readonly IReadOnlyList<string> DefaultExcludeMountPoints =
        ["/dev/*", "/proc/*", "/sys/*", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/run/credentials/*"];

    /// <summary>2 s: a healthy disk answers in microseconds, a file server in milliseconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Types that are left out, with <c>*</c> and <c>?</c>; remove <c>tmpfs</c> to see those. Default <see cref="DefaultExcludeTypes"/>.</summary>
    public ICollection<string> ExcludeTypes { get; } = [.. DefaultExcludeTypes];

    /// <summary>Mount points that are left out, with <c>*</c> and <c>?</c>. Default <see cref="DefaultExcludeMountPoints"/>.</summary>
    public ICollection<string> ExcludeMountPoints { get; } = [.. DefaultExcludeMountPoints];

    /// <summary>
    /// How long a file system may take to answer. One that takes longer (an NFS server that is gone) is left out and not asked again until it has answered;
    /// the others do not wait for it. Default 2 s.
    /// </summary>
    [DurationRange("00:00:00.010", "00:01:00")]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;
}
