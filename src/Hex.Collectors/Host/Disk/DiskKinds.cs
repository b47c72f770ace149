namespace Hex.Collectors.Host;

/// <summary>Tells disks from their partitions: by <c>/sys/class/block</c>, or where that is not there by the name.</summary>
internal sealed class DiskKinds(HostPaths paths)
{
    private readonly string _blocks = paths.Sys("class/block");

    public bool IsPartition(string device)
    {
        // cciss/c0d0p1 is cciss!c0d0p1 in /sys. A name that is no file name is no device.
        var directory = Path.Combine(_blocks, device.Replace('/', '!'));
        return Directory.Exists(directory) ? File.Exists(Path.Combine(directory, "partition")) : LooksLikePartition(device);
    }

    /// <summary><c>sda1</c>, <c>vdb2</c>, <c>xvda1</c>; <c>nvme0n1p1</c>, <c>mmcblk0p2</c>, <c>md0p1</c>.</summary>
    private static bool LooksLikePartition(string device)
    {
        var stem = device.AsSpan().TrimEnd("0123456789");
        if (stem.Length == device.Length || stem.IsEmpty)
        {
            return false;
        }

        var letters = stem.IndexOfAnyExceptInRange('a', 'z') < 0;
        return stem[^1] == 'p'
            ? stem.Length > 1 && char.IsAsciiDigit(stem[^2])
            : letters && (stem.StartsWith("sd") || stem.StartsWith("hd") || stem.StartsWith("vd") || stem.StartsWith("xvd"));
    }
}
