namespace Hex.Collectors.Host;

/// <summary>Picks, out of all mounts, each file system once.</summary>
internal sealed class MountSelection(FilesystemCollectorOptions options)
{
    /// <summary>More file systems than this are left out: each has a thread of its own.</summary>
    public const int Limit = 512;

    private readonly NamePatterns _types = new(options.ExcludeTypes);
    private readonly NamePatterns _points = new(options.ExcludeMountPoints);

    /// <summary>
    /// Leaves out what the options say; of mounts on one point all but the last, which hides the others; and of mounts of one file system (bind mounts,
    /// subvolumes, a volume's mount in a pod) all but the first that shows it whole, else the first.
    /// </summary>
    public List<Mount> Select(IEnumerable<Mount> mounts)
    {
        Dictionary<string, Mount> byPoint = [];
        List<string> points = [];
        foreach (var mount in mounts)
        {
            if (!byPoint.ContainsKey(mount.Point))
            {
                points.Add(mount.Point);
            }

            byPoint[mount.Point] = mount;
        }

        Dictionary<string, Mount> byNumber = [];
        List<string> numbers = [];
        foreach (var mount in points.Select(point => byPoint[point]).Where(mount => !_types.Match(mount.Type) && !_points.Match(mount.Point)))
        {
            if (!byNumber.TryGetValue(mount.Number, out var chosen))
            {
                numbers.Add(mount.Number);
                byNumber.Add(mount.Number, mount);
            }
            else if (mount.Root == "/" && chosen.Root != "/")
            {
                byNumber[mount.Number] = mount;
            }
        }

        return [.. numbers.Select(number => byNumber[number]).Take(Limit)];
    }
}
