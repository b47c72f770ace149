using System.Text;
using System.Text.RegularExpressions;
using Hex.Testing.Node;

namespace Hex.Testing.Tests.Node;

public sealed class LineTests
{
    [Fact]
    public void Line_has_time_stream_tag_and_content()
    {
        using var node = new NodeFolder();
        node.Container.Write("hello");
        node.Container.Write("oops", LogStream.Stderr);
        Assert.Matches(@"^2026-11-21T11:22:33(\.\d{1,9})?Z stdout F id=web-1\.[0-9a-f]{8}/app-0 hello$", node.Lines[0]);
        Assert.Matches(@"^2026-11-21T11:22:33\.\d{1,9}Z stderr F id=web-1\.[0-9a-f]{8}/app-1 oops$", node.Lines[1]);
        Assert.Matches(@"/shop_web-1_[0-9a-f-]{36}/app/0\.log$", node.Container.LogPath);
    }

    [Theory]
    [InlineData(0, "2026-11-21T11:22:33Z")]
    [InlineData(120_000_000, "2026-11-21T11:22:33.12Z")]
    [InlineData(1, "2026-11-21T11:22:33.000000001Z")]
    [InlineData(999_999_990, "2026-11-21T11:22:33.99999999Z")]
    public void Time_loses_its_trailing_zeros(long nanos, string expected) =>
        Assert.Equal(expected, Hex.Testing.Node.Format.CriFormat.Time(1_795_260_153_000_000_000ul + (ulong)nanos, TimeSpan.Zero));

    [Theory]
    [InlineData(5.5, "2026-11-21T16:52:33+05:30")]
    [InlineData(-3, "2026-11-21T08:22:33-03:00")]
    public void Time_carries_the_nodes_offset(double hours, string expected) =>
        Assert.Equal(expected, Hex.Testing.Node.Format.CriFormat.Time(1_795_260_153_000_000_000ul, TimeSpan.FromHours(hours)));

    [Theory]
    [InlineData(0, "F")]
    [InlineData(16383, "F")]
    [InlineData(16384, "F")]
    [InlineData(16385, "PF")]
    [InlineData(32768, "PF")]
    [InlineData(32769, "PPF")]
    public void Line_over_sixteen_kibibytes_is_cut_in_parts(int length, string tags)
    {
        using var node = new NodeFolder();
        var record = node.Container.WriteExactly(Enumerable.Repeat((byte)'x', length).ToArray());
        Assert.Equal(tags, string.Concat(node.Lines.Select(line => Regex.Match(line, "stdout (.) ").Groups[1].Value)));
        Assert.Equal((tags.Length, length, null), (record.Parts, record.Length, record.Id));
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Times_within_a_standing_clock_still_grow()
    {
        using var node = new NodeFolder();
        var records = Enumerable.Range(0, 100).Select(_ => node.Container.WriteNext()).ToList();
        Assert.Equal(records.Select(r => r.TimeUnixNano).Order().Distinct(), records.Select(r => r.TimeUnixNano));
        node.Time.SetUtcNow(node.Time.GetUtcNow().AddHours(-1));
        Assert.True(node.Container.Write("after the jump").TimeUnixNano < records[0].TimeUnixNano);
    }

    [Fact]
    public void Parts_interleave_with_the_other_stream()
    {
        using var node = new NodeFolder(o => o.PartBytes = 40);
        var pending = node.Container.Begin(new string('a', 60));
        Assert.True(pending.WritePart());
        var between = node.Container.Write("between", LogStream.Stderr);
        Assert.True(pending.WritePart());
        Assert.Empty(node.Node.ExpectedOf(new WrittenStream("shop", "web-1", between.Stream.PodUid, "app", LogStream.Stdout)));
        var record = pending.Finish();
        Assert.Equal(3, record.Parts);
        Assert.Equal(["P", "F", "P", "F"], node.Lines.Select(line => line.Split(' ')[2]));
        Assert.True(record.TimeUnixNano < between.TimeUnixNano && between.TimeUnixNano < record.EndTimeUnixNano);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Torn_line_is_on_the_disk_as_far_as_it_was_written()
    {
        using var node = new NodeFolder();
        node.Container.Write("whole");
        var pending = node.Container.Begin("torn line");
        pending.WriteBytes(50);
        Assert.True(node.Container.IsTorn);
        Assert.Equal(50, node.Lines[1].Length);
        Assert.Throws<InvalidOperationException>(() => node.Container.Write("x", LogStream.Stderr));
        Assert.Equal(1, node.Node.WrittenCount);
        pending.Finish();
        node.Container.Write("y", LogStream.Stdout);
        Assert.Equal(3, node.Lines.Length);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Two_records_cannot_be_begun_on_one_stream()
    {
        using var node = new NodeFolder();
        var first = node.Container.Begin("a");
        Assert.Throws<InvalidOperationException>(() => node.Container.Begin("b"));
        first.Finish();
        Assert.Throws<InvalidOperationException>(() => first.WritePart());
        node.Container.Begin("b").Finish();
    }

    [Fact]
    public void Abandoned_record_is_what_its_whole_parts_hold()
    {
        using var node = new NodeFolder(o => o.PartBytes = 40);
        var pending = node.Container.Begin(new string('a', 100));
        pending.WritePart();
        pending.WriteBytes(10);
        pending.Abandon();
        Assert.Equal((1, 40, true), (pending.Record!.Parts, pending.Record.Length, pending.Record.IsIncomplete));
        var never = node.Container.Begin("b");
        never.Abandon();
        Assert.Null(never.Record);
    }

    [Fact]
    public void Raw_bytes_are_expected_by_nobody()
    {
        using var node = new NodeFolder();
        node.Container.Write("a");
        node.Container.WriteRaw("no CRI line\n\0\0\0"u8);
        node.Container.Write("b");
        Assert.Equal(2, node.Node.Expected.Count);
        node.AssertDiskIsAsExpected();
        var malformed = Assert.Single(LogDirectory.Read(node.Node.Options.Root), found => found.IsMalformed);
        Assert.Equal("no CRI line", Encoding.UTF8.GetString(malformed.Content));
    }

    [Fact]
    public void Same_seed_writes_the_same_bytes()
    {
        Assert.Equal(Written(7), Written(7));
        Assert.NotEqual(Written(7), Written(8));

        static string Written(int seed)
        {
            using var node = new NodeFolder(o => o.Seed = seed);
            for (var i = 0; i < 200; i++)
                node.Container.WriteNext();
            return node.Container.LogDirectory[node.Folder.Length..] + File.ReadAllText(node.Container.LogPath);
        }
    }

    [Fact]
    public void Generated_lines_are_the_mix_they_should_be()
    {
        using var node = new NodeFolder();
        var records = Enumerable.Range(0, 4000).Select(_ => node.Container.WriteNext()).ToList();
        Assert.InRange(records.Count(r => r.Stream.Stream == LogStream.Stderr), 4000 * 0.12, 4000 * 0.18);
        Assert.InRange(records.Count(r => r.Parts > 1), 20, 65);
        Assert.InRange(records.Count(r => r.Content![0] == '{'), 4000 * 0.45, 4000 * 0.55);
        Assert.InRange(records.Where(r => r.Parts == 1).Average(r => r.Length), 300, 480);
        Assert.Equal(4000, records.Select(r => r.Id).Distinct().Count());
        node.AssertDiskIsAsExpected();
    }
}
