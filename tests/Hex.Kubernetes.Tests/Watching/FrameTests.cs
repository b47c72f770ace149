using System.Text;
using System.Text.Json.Nodes;
using Hex.Kubernetes.Tests.Watching.Model;

namespace Hex.Kubernetes.Tests.Watching;

public class FrameTests
{
    [Fact]
    public async Task Recorded_pages_are_read_item_by_item_in_pieces_of_any_size()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            foreach (var page in Directory.GetFiles(Path.Combine(Shared.Repository.Fixtures, "kubernetes", "paginated")))
            {
                var bytes = await File.ReadAllBytesAsync(page, TestContext.Current.CancellationToken);
                var expected = JsonNode.Parse(bytes)!;
                using var list = new ListReader(Pieces(bytes, seed), new DecodeStatistics());
                var items = new List<string>();
                while (await list.ReadAsync(default))
                {
                    items.Add(Encoding.UTF8.GetString(list.Item));
                }

                Assert.Equal(expected["items"]!.AsArray().Count, items.Count);
                Assert.All(items.Zip(expected["items"]!.AsArray()), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pair.First), pair.Second)));
                Assert.Equal(expected["metadata"]!["resourceVersion"]!.GetValue<string>(), list.ResourceVersion);
                Assert.Equal(expected["metadata"]!["continue"]?.GetValue<string>(), list.Continue);
            }
        }
    }

    [Fact]
    public async Task List_as_kubectl_prints_it_makes_a_snapshot()
    {
        var printed = JsonNode.Parse(Fixture.Read("lists/core-v1.pods.json"))!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        var pods = await ResourceSnapshot.FromListAsync(new MemoryStream(Encoding.UTF8.GetBytes(printed)), new Projections().Pod, TestContext.Current.CancellationToken);
        Assert.Equal(28, ClusterSnapshot.Empty.With(pods).Get<Pod>().Count);
        Assert.Empty(ClusterSnapshot.Empty.With(pods).Get<Node>());
    }

    [Fact]
    public async Task List_cut_at_any_byte_breaks_off()
    {
        var bytes = """{"kind":"List","metadata":{"resourceVersion":"7"},"items":[{"a":"}"},{"b":[1,{"c":"\"]"}]}],"x":null,"y":[1]}"""u8.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            using var list = new ListReader(new MemoryStream(bytes, 0, length), new DecodeStatistics());
            await Assert.ThrowsAsync<InvalidDataException>(async () =>
            {
                while (await list.ReadAsync(default))
                {
                }
            });
        }

        using var whole = new ListReader(new MemoryStream(bytes), new DecodeStatistics());
        Assert.True(await whole.ReadAsync(default));
        Assert.Equal("""{"a":"}"}""", Encoding.UTF8.GetString(whole.Item));
        Assert.True(await whole.ReadAsync(default));
        Assert.False(await whole.ReadAsync(default));
    }

    [Theory]
    [InlineData("404 page not found")]
    [InlineData("[]")]
    [InlineData("""{"items":[1]}""")]
    [InlineData("""{"items":["a"]}""")]
    [InlineData("""{items:[]}""")]
    public async Task Answer_that_is_no_list_is_refused(string body)
    {
        using var list = new ListReader(new MemoryStream(Encoding.UTF8.GetBytes(body)), new DecodeStatistics());
        await Assert.ThrowsAsync<InvalidDataException>(async () => await list.ReadAsync(default));
    }

    [Theory]
    [InlineData("""{"metadata":{},"items":[]}""")]
    [InlineData("""{"metadata":{},"items":null}""")]
    [InlineData("""{"metadata":{}}""")]
    [InlineData("{}")]
    public async Task List_without_items_is_empty(string body)
    {
        using var list = new ListReader(new MemoryStream(Encoding.UTF8.GetBytes(body)), new DecodeStatistics());
        Assert.False(await list.ReadAsync(default));
    }

    [Fact]
    public async Task Item_beyond_the_limit_is_passed_over_and_counted_and_the_next_is_read()
    {
        var huge = new string('x', FrameBuffer.MaxObjectLength + 1000);
        var bytes = Encoding.UTF8.GetBytes("{\"items\":[{\"a\":\"" + huge + "\"},{\"b\":1}]}");
        var statistics = new DecodeStatistics();
        using var list = new ListReader(new MemoryStream(bytes), statistics);
        Assert.True(await list.ReadAsync(default));
        Assert.Equal("""{"b":1}""", Encoding.UTF8.GetString(list.Item));
        Assert.False(await list.ReadAsync(default));
        Assert.Equal((1, 1), (statistics.Truncated, statistics.Rejected));
    }

    [Fact]
    public async Task Lines_of_any_length_come_whole_from_pieces_of_any_size()
    {
        var random = new Random(1);
        string[] lines = [.. Enumerable.Range(0, 60).Select(i => new string((char)('a' + (i % 26)), random.Next(i % 20 == 0 ? 1_500_000 : 3000))), "last"];
        using var reader = new LineReader(Pieces(Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\r\npart"), 2, 5000));
        var read = new List<string>();
        do
        {
            while (reader.TryRead(out var line))
            {
                read.Add(Encoding.UTF8.GetString(line));
            }
        }
        while (await reader.FillAsync(default));

        Assert.Equal(lines, read);
        Assert.True(reader.HasPart);
    }

    [Fact]
    public async Task Line_beyond_the_limit_is_refused()
    {
        using var reader = new LineReader(new MemoryStream(new byte[FrameBuffer.MaxObjectLength + 2_000_000]));
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            do
            {
                reader.TryRead(out _);
            }
            while (await reader.FillAsync(default));
        });
    }

    [Fact]
    public void Every_recorded_frame_gives_its_type_version_and_object()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Shared.Repository.Fixtures, "kubernetes", "watch"), "*.ndjson"))
        {
            foreach (var text in File.ReadLines(file))
            {
                var expected = JsonNode.Parse(text)!;
                Assert.True(WatchFrame.TryParse(Encoding.UTF8.GetBytes(text), out var frame));
                Assert.Equal(expected["type"]!.GetValue<string>(), frame.Type.ToString().ToUpperInvariant());
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Encoding.UTF8.GetString(frame.Object)), expected["object"]));
                Assert.Equal(expected["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), frame.ReadVersion(out var isEnd));
                Assert.Equal(expected["object"]!["metadata"]!["annotations"]?["k8s.io/initial-events-end"] is not null, isEnd);
            }
        }
    }

    [Theory]
    [InlineData("""{"object":{"metadata":{"resourceVersion":"7"}},"type":"ADDED"}""", true)]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"resourceVersion":"7"}}  }  """, true)]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"resourceVersion":"7"}}""", false)]
    [InlineData("""{"type":"ADDED","object":null}""", false)]
    [InlineData("""{"type":"ADDED"}""", false)]
    [InlineData("""{"type":7,"object":{}}""", false)]
    [InlineData("""{"type":"EXPLODED","object":{}}""", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("nonsense", false)]
    public void Line_is_a_frame_or_is_not(string line, bool isFrame)
    {
        Assert.Equal(isFrame, WatchFrame.TryParse(Encoding.UTF8.GetBytes(line), out var frame));
        if (isFrame)
        {
            Assert.Equal("""{"metadata":{"resourceVersion":"7"}}""", Encoding.UTF8.GetString(frame.Object));
            Assert.Equal("7", frame.ReadVersion(out _));
        }
    }

    [Fact]
    public void Frame_cut_at_any_byte_never_throws()
    {
        var whole = "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"1559\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}"u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            if (WatchFrame.TryParse(whole.AsSpan(0, length), out var frame))
            {
                frame.ReadVersion(out _);
            }
        }
    }

    private static ModelStream Pieces(byte[] bytes, int seed, int largest = 200)
    {
        var stream = new ModelStream(new Random(seed)) { LargestPiece = largest };
        stream.Send(bytes);
        stream.End();
        return stream;
    }
}
