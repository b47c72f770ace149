using System.IO.Compression;
using System.Text;
using Hex.Shared;
using Hex.Testing.Node;

namespace Hex.Testing.Tests.Node;

public sealed class LogDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hex-logdir-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Recorded_node_holds_what_a_python_script_counted()
    {
        // Counted with a regular expression over every generation, gzip'ed ones too, outside of .NET.
        var found = LogDirectory.Read(Path.Combine(Repository.Fixtures, "var-log", "pods")).ToList();
        Assert.Equal(11948, found.Count(record => record is { IsMalformed: false, IsIncomplete: false }));
        Assert.Equal(16, found.Count(record => record.Parts > 1));
        Assert.DoesNotContain(found, record => record.IsMalformed || record.IsIncomplete);
    }

    [Fact]
    public void Identity_is_split_from_both_ends_of_the_name()
    {
        Write("ns_my.pod-1_uid-2/app/3.log", "2026-11-21T11:22:33.5+01:00 stderr F:x hello world\n");
        var record = Assert.Single(LogDirectory.Read(_root));
        Assert.Equal(("ns", "my.pod-1", "uid-2", "app", 3), (record.Namespace, record.Pod, record.PodUid, record.Container, record.Restart));
        Assert.Equal((LogStream.Stderr, "2026-11-21T11:22:33.5+01:00", "hello world"), (record.Stream, record.Time, Encoding.UTF8.GetString(record.Content)));
    }

    [Fact]
    public void Generations_are_read_in_order_and_each_once()
    {
        Write("n_p_u/c/0.log", "T4\n");
        Write("n_p_u/c/0.log.20261121-112203", "T3\n");
        Write("n_p_u/c/0.log.20261121-112202", "T2\n");
        Write("n_p_u/c/0.log.20261121-112202.tmp", "half");
        Write("n_p_u/c/0.log.20261121-112202.gz", "T2\n");
        Write("n_p_u/c/0.log.20261121-112201.gz", "T1\n");
        Write("n_p_u/c/10.log", "T6\n");
        Write("n_p_u/c/9.log", "T5\n");
        Write("n_p_u/c/notes.txt", "no log");
        Write("not-a-pod/c/0.log", "no pod");
        Assert.Equal(["T1", "T2", "T3", "T4", "T5", "T6"], LogDirectory.Read(_root).Select(record => Encoding.UTF8.GetString(record.Content)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    public void Nothing_is_found_in_nothing(string content)
    {
        Write("n_p_u/c/0.log", content);
        Assert.Empty(LogDirectory.Read(_root));
    }

    [Theory]
    [InlineData("no spaces")]
    [InlineData("2026-11-21T11:22:33Z stdout X tag")]
    [InlineData("2026-11-21T11:22:33Z stdlog F stream")]
    [InlineData("yesterday stdout F time")]
    [InlineData("{\"log\":\"x\\n\",\"stream\":\"stdout\"}")]
    [InlineData("{\"log\":5,\"stream\":\"stdout\",\"time\":\"t\"}")]
    [InlineData("{broken")]
    public void Line_in_no_format_is_malformed_and_whole(string line)
    {
        Write("n_p_u/c/0.log", line + "\n2026-11-21T11:22:33Z stdout F good\n");
        var found = LogDirectory.Read(_root).ToList();
        Assert.Equal([true, false], found.Select(record => record.IsMalformed));
        Assert.Equal(line, Encoding.UTF8.GetString(found[0].Content));
    }

    [Fact]
    public void Missing_ends_are_incomplete()
    {
        Write("n_p_u/c/0.log", "2026-11-21T11:22:33Z stdout P part\n2026-11-21T11:22:33Z stderr F torn");
        var found = LogDirectory.Read(_root).ToList();
        Assert.All(found, record => Assert.True(record.IsIncomplete));
        Assert.Equal(["2026-11-21T11:22:33Z stderr F torn", "part"], found.Select(record => Encoding.UTF8.GetString(record.Content)));
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllText(path, content);
            return;
        }

        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(content));
    }
}
