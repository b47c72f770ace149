using System.Text;
using Hex.Testing.Node;

namespace Hex.Testing.Tests.Node;

/// <summary>A node in a directory of its own, on a clock that stands still.</summary>
internal sealed class NodeFolder : IDisposable
{
    public NodeFolder(Action<SimulatedNodeOptions>? configure = null, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 21, 11, 22, 33, TimeSpan.Zero));
        Folder = Directory.CreateTempSubdirectory("hex-node-").FullName;
        var options = new SimulatedNodeOptions { Root = Path.Combine(Folder, "pods"), TimeProvider = Time };
        configure?.Invoke(options);
        Node = new SimulatedNode(options);
    }

    public FakeTimeProvider Time { get; }

    public string Folder { get; }

    public SimulatedNode Node { get; }

    public SimulatedContainer Container => Node.Pod("shop", "web-1").Container("app");

    public string[] Lines => File.ReadAllText(Container.LogPath).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The names in the container's directory, in order.</summary>
    public string[] Files => Directory.GetFiles(Container.LogDirectory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Everything readable on the disk is what the node says it wrote, stream by stream, in order.</summary>
    public void AssertDiskIsAsExpected()
    {
        var found = LogDirectory.Read(Node.Options.Root).ToList();
        var expected = Node.Expected.Where(record => record.IsAvailable).ToList();
        foreach (var stream in expected.Select(record => record.Stream).Distinct())
        {
            var onDisk = found.Where(f => f.PodUid == stream.PodUid && f.Container == stream.Container && f.Stream == stream.Stream);
            Assert.Equal(
                expected.Where(record => record.Stream == stream).Select(record => (Text(record.Content!), record.Parts, record.IsIncomplete)),
                onDisk.Select(f => (Text(f.Content), f.Parts, f.IsIncomplete)));
        }

        Assert.Equal(expected.Count, found.Count(f => !f.IsMalformed));
    }

    public void Dispose()
    {
        Node.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Text(byte[] content) => Encoding.Latin1.GetString(content);
}
