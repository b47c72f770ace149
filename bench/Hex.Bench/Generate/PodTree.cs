namespace Hex.Bench.Generate;

/// <summary>Paths below a tree like <c>/var/log/pods</c>.</summary>
public static class PodTree
{
    /// <summary>The directory of a container of pod number <paramref name="index"/>; created if it is not there.</summary>
    public static string CreateContainer(string root, int index)
    {
        var uid = new Guid(index + 1, 0x4d1c, 0x4a4e, [0x9f, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07]);
        var path = Path.Combine(root, $"bench_load-{index:D4}_{uid:D}", "app");
        Directory.CreateDirectory(path);
        return path;
    }
}
