using System.Text;
using System.Text.Json;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>The recorded changes, replayed into the cluster, come out of its watches as the recorded lines.</summary>
public sealed class RecordedWatchTests
{
    private const string Start = """{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"1559"}}}""";

    [Theory]
    [InlineData("namespaces", "/api/v1/namespaces")]
    [InlineData("nodes", "/api/v1/nodes")]
    [InlineData("deployments", "/apis/apps/v1/deployments")]
    [InlineData("replicasets", "/apis/apps/v1/replicasets")]
    [InlineData("jobs", "/apis/batch/v1/jobs")]
    [InlineData("events-core", "/api/v1/events")]
    public async Task Watch_from_a_revision_gives_the_recorded_lines(string recording, string path)
    {
        var lines = Recording.Lines($"watch/{recording}.ndjson");
        var resource = path[(path.LastIndexOf('/') + 1)..];
        await AssertLinesAsync(resource, path + "?watch=1&allowWatchBookmarks=true&resourceVersion=1559", lines, Changes(lines));
    }

    [Theory]
    [InlineData("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")]
    [InlineData("allowWatchBookmarks=true")]
    [InlineData("allowWatchBookmarks=true&resourceVersion=0")]
    public async Task Watch_with_initial_events_gives_the_recorded_lines(string query)
    {
        var lines = Recording.Lines("watch/pods.sendInitialEvents.ndjson");
        var initial = lines.Take(29).ToList();
        var expected = initial.Concat(Changes(lines.Skip(29))).ToList();
        await AssertLinesAsync("pods", "/api/v1/pods?watch=1&" + query, lines.Skip(29), expected);
    }

    [Fact]
    public async Task Watch_with_a_field_selector_gives_the_recorded_lines()
    {
        var changes = Recording.Lines("watch/pods.sendInitialEvents.ndjson").Skip(29);
        var expected = Changes(Recording.Lines("watch/pods.fieldSelector-running.ndjson"));
        await AssertLinesAsync("pods", "/api/v1/pods?watch=1&resourceVersion=1559&fieldSelector=status.phase%3DRunning", changes, expected);
    }

    [Fact]
    public async Task Watch_of_events_k8s_io_gives_the_recorded_lines()
    {
        var changes = Recording.Lines("watch/events-core.ndjson");
        var expected = Recording.Lines("watch/events-events.k8s.io.ndjson");
        await AssertLinesAsync("events", "/apis/events.k8s.io/v1/events?watch=1&resourceVersion=1559", changes, expected);
    }

    [Theory]
    [InlineData("pods", "/api/v1/pods", "watch/pods.sendInitialEvents.ndjson")]
    [InlineData("deployments", "/apis/apps/v1/deployments", "watch/deployments.ndjson")]
    [InlineData("replicasets", "/apis/apps/v1/replicasets", "watch/replicasets.ndjson")]
    [InlineData("jobs", "/apis/batch/v1/jobs", "watch/jobs.ndjson")]
    [InlineData("namespaces", "/api/v1/namespaces", "watch/namespaces.ndjson")]
    [InlineData("nodes", "/api/v1/nodes", "watch/nodes.ndjson")]
    [InlineData("horizontalpodautoscalers", "/apis/autoscaling/v2/horizontalpodautoscalers", "watch/hpa.ndjson")]
    public async Task Bookmarks_are_the_recorded_lines(string resource, string path, string recording)
    {
        var bookmark = Recording.Lines(recording).Last(IsBookmark);
        using var json = JsonDocument.Parse(bookmark);
        var revision = json.RootElement.GetProperty("object").GetProperty("metadata").GetProperty("resourceVersion").GetString();
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync($"{path}?watch=1&allowWatchBookmarks=true&resourceVersion=1531");
        cluster.Objects.Replay(resource, Encoding.UTF8.GetBytes(Start.Replace("1559", revision, StringComparison.Ordinal)));
        cluster.SendBookmarks();
        Assert.Equal(bookmark, await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_from_too_old_a_revision_is_one_recorded_error_line()
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Empty });
        using var client = new ClusterClient(cluster);
        cluster.ExpireWatches("pods", 1375);
        cluster.Compact();
        // Objects of this cluster were loaded at 1530, so that is where its watch cache begins.
        var pods = await client.TextAsync("/api/v1/pods?watch=1&resourceVersion=1");
        Assert.Equal(Recording.Text("gone/watch-pods-rv1.ndjson").Replace("1375", "1375", StringComparison.Ordinal), pods);
        Assert.Equal(Recording.Text("gone/watch-events-compacted-rv.ndjson"), await client.TextAsync("/api/v1/events?watch=1&resourceVersion=1"));
    }

    private static async Task AssertLinesAsync(string resource, string path, IEnumerable<string> replayed, IReadOnlyList<string> expected)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        cluster.Objects.Replay("pods", Encoding.UTF8.GetBytes(Start));
        using var watch = await client.WatchAsync(path);
        foreach (var line in Changes(replayed))
            cluster.Objects.Replay(resource, Encoding.UTF8.GetBytes(line));
        var seen = await watch.TakeAsync(expected.Count(line => !IsBookmark(line)) + expected.Count(IsInitialEnd));
        Assert.Equal(expected.Where(line => !IsBookmark(line) || IsInitialEnd(line)), seen);
    }

    private static List<string> Changes(IEnumerable<string> lines) => [.. lines.Where(line => !IsBookmark(line))];

    private static bool IsBookmark(string line) => line.StartsWith("{\"type\":\"BOOKMARK\"", StringComparison.Ordinal);

    private static bool IsInitialEnd(string line) => IsBookmark(line) && line.Contains("k8s.io/initial-events-end", StringComparison.Ordinal);
}
