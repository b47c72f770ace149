namespace Hex.Collectors.Host;

/// <summary>Which block devices <see cref="DiskCollector"/> counts. A device that has done nothing since it is there is always left out.</summary>
public sealed class DiskCollectorOptions
{
    /// <summary><c>loop*</c> <c>ram*</c> <c>zram*</c> <c>fd*</c>: files and memory in the shape of disks, and floppy drives.</summary>
    public static readonly IReadOnlyList<string> DefaultExclude = ["loop*", "ram*", "zram*", "fd*"];

    /// <summary>Names (without <c>/dev/</c>) and patterns with <c>*</c> and <c>?</c> that are left out. Default <see cref="DefaultExclude"/>.</summary>
    public ICollection<string> Exclude { get; } = [.. DefaultExclude];

    /// <summary>
    /// Counts partitions too. Default false: their disk counts what they do, and a sum over all devices would have it twice. (Device mapper, LVM and RAID
    /// devices are counted beside the disks below them; leave out <c>dm-*</c> and <c>md*</c> where that is not wanted.)
    /// </summary>
    public bool Partitions { get; set; }
}
