using System.Text;
using System.Text.Json;
using Hex.Testing.Node;

namespace Hex.Testing.Tests.Node;

public sealed class DockerTests
{
    [Fact]
    public void Log_is_a_link_to_a_json_file()
    {
        using var node = new NodeFolder(o => o.Runtime = SimulatedRuntime.Docker);
        node.Container.Write("say \"hi\" \\ \t\u0001<&> größe", LogStream.Stderr);
        var target = new FileInfo(node.Container.LogPath).LinkTarget!;
        Assert.Matches("/docker/([0-9a-f]{64})/\\1-json\\.log$", target);
        using var entry = JsonDocument.Parse(node.Lines[0]);
        Assert.EndsWith(" say \"hi\" \\ \t\u0001<&> größe\n", entry.RootElement.GetProperty("log").GetString(), StringComparison.Ordinal);
        Assert.Equal("stderr", entry.RootElement.GetProperty("stream").GetString());
        Assert.Matches(@"^2026-11-21T11:22:33(\.\d{1,9})?Z$", entry.RootElement.GetProperty("time").GetString()!);
        Assert.Contains("\\u003c\\u0026\\u003e", node.Lines[0], StringComparison.Ordinal);
        node.AssertDiskIsAsExpected();
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(11, 2)]
    [InlineData(20, 3)]
    public void Full_buffer_is_a_part_without_line_feed(int length, int entries)
    {
        using var node = new NodeFolder(o => (o.Runtime, o.PartBytes) = (SimulatedRuntime.Docker, 10));
        node.Container.WriteExactly(Enumerable.Repeat((byte)'x', length).ToArray());
        Assert.Equal(entries, node.Lines.Length);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Cut_character_is_expected_as_docker_leaves_it()
    {
        using var node = new NodeFolder(o => (o.Runtime, o.PartBytes) = (SimulatedRuntime.Docker, 10));
        var record = node.Container.WriteExactly("123456789ö-"u8);
        Assert.Equal("123456789\uFFFD\uFFFD-", Encoding.UTF8.GetString(record.Content!));
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Rotation_shifts_numbers_and_keeps_the_link()
    {
        using var node = new NodeFolder(o => (o.Runtime, o.MaxFiles) = (SimulatedRuntime.Docker, 3));
        for (var i = 0; i < 4; i++)
        {
            node.Container.Write($"generation {i}");
            node.Container.Rotate();
        }

        node.Container.Write("now");
        var target = new FileInfo(node.Container.LogPath).LinkTarget!;
        Assert.Equal([".1", ".2", ""], Directory.GetFiles(Path.GetDirectoryName(target)!).Select(path => path[target.Length..]).OrderBy(s => s == "").ThenBy(s => s, StringComparer.Ordinal));
        Assert.Contains("generation 3", File.ReadAllText(target + ".1"), StringComparison.Ordinal);
        Assert.Contains("now", Assert.Single(node.Lines), StringComparison.Ordinal);
        Assert.Equal([false, false, true, true, true], node.Node.Expected.Select(record => record.IsAvailable));
        node.AssertDiskIsAsExpected();
        Assert.Throws<InvalidOperationException>(() => node.Container.BeginRotation(fails: true));
    }

    [Fact]
    public void Deleted_pod_takes_its_json_files_along()
    {
        using var node = new NodeFolder(o => o.Runtime = SimulatedRuntime.Docker);
        node.Container.Write("a");
        var target = new FileInfo(node.Container.LogPath).LinkTarget!;
        node.Node.Pod("shop", "web-1").Delete();
        Assert.False(File.Exists(target));
        Assert.False(node.Node.Expected[0].IsAvailable);
    }
}
