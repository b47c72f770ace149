using Hex.Collectors.Host;
using Hex.Shared;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host;

/// <summary>A tree of /proc and /sys to read: one of tests/fixtures/host, or one a test writes.</summary>
internal sealed class HostTree : IDisposable
{
    /// <summary>Trees whose mounts and network are those of the reading process.</summary>
    private static readonly string[] Own = ["vm", "container"];

    private readonly bool _temporary;

    private HostTree(string folder, bool own, bool temporary)
    {
        Folder = folder;
        Paths = new HostPaths(folder, ofProcessOne: !own);
        _temporary = temporary;
    }

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Path.Combine(Repository.Fixtures, "host")).Select(path => Path.GetFileName(path)).Order();

    public string Folder { get; }

    public HostPaths Paths { get; }

    public HostIdentity Identity => new(Paths, ("host.name", "test"));

    public static HostTree Of(string name) => new(Path.Combine(Repository.Fixtures, "host", name), Own.Contains(name), temporary: false);

    public static HostTree Empty(bool own = true) => new(Directory.CreateTempSubdirectory("hex-host").FullName, own, temporary: true);

    /// <summary>A copy of a fixture, to be changed.</summary>
    public static HostTree CopyOf(string name)
    {
        var copy = new HostTree(Directory.CreateTempSubdirectory("hex-host").FullName, Own.Contains(name), temporary: true);
        var source = Of(name).Folder;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            copy.Write(Path.GetRelativePath(source, file), File.ReadAllBytes(file));
        }

        return copy;
    }

    public HostTree Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public HostTree Write(string path, byte[] bytes)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return this;
    }

    public HostTree Edit(string path, string old, string now)
    {
        var text = File.ReadAllText(Path.Combine(Folder, path));
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Write(path, text.Replace(old, now, StringComparison.Ordinal));
    }

    /// <summary>Every host collector over this tree.</summary>
    public ICollector[] Collectors(int top = 3) =>
    [
        new CpuCollector(Paths, identity: Identity),
        new MemoryCollector(Paths, Identity),
        new PagingCollector(Paths, Identity),
        new DiskCollector(Paths, identity: Identity),
        new FilesystemCollector(Paths, null, Identity, null, null, new CannedStatus()),
        new NetworkCollector(Paths, identity: Identity),
        new ProcessesCollector(Paths, new ProcessesCollectorOptions { Top = top }, Identity),
        new PressureCollector(Paths, Identity),
        new SystemCollector(Paths, identity: Identity),
    ];

    public void Dispose()
    {
        if (_temporary)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
