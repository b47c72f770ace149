using System.Text;
using System.Text.Json.Nodes;
using Hex.Kubernetes.Tests.Watching.Model;
using Hex.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Kubernetes.Tests.Watching;

/// <summary>The recorded streams, served again byte for byte: the cache ends in the state that the frames themselves add up to.</summary>
public class RecordedWatchTests
{
    [Theory]
    [InlineData("watch/pods.sendInitialEvents.ndjson", 1)]
    [InlineData("watch/pods.sendInitialEvents.ndjson", 2)]
    public void Streamed_initial_state_and_its_changes_give_the_final_state(string recording, int seed)
    {
        var lines = File.ReadAllLines(Path.Combine(Shared.Repository.Fixtures, "kubernetes", recording));
        var server = new RecordedServer(seed, ("sendInitialEvents=true", lines));
        var (cache, status) = Run(server);
        Assert.Equal(FinalState([], lines), State(cache));
        Assert.True(status.IsSynced);
        Assert.Equal((0, 0), (status.BadFrames, status.Decoding.Rejected));
        Assert.Equal(lines.Length, status.Frames);
    }

    [Fact]
    public void List_and_watch_give_the_final_state()
    {
        var lines = File.ReadAllLines(Path.Combine(Shared.Repository.Fixtures, "kubernetes", "watch/pods.ndjson"));
        var start = File.ReadAllText(Path.Combine(Shared.Repository.Fixtures, "kubernetes", "watch/start-resourceVersion.txt")).Trim();
        var list = JsonNode.Parse(Fixture.Read("lists/core-v1.pods.json"))!;
        list["metadata"]!["resourceVersion"] = start;
        var server = new RecordedServer(3, ("sendInitialEvents=true", null), ("limit=500", [list.ToJsonString()]), ("resourceVersion=" + start, lines));
        var (cache, status) = Run(server);
        Assert.Equal(FinalState(list["items"]!.AsArray(), lines), State(cache));
        Assert.Equal(1, status.Lists);
    }

    [Fact]
    public void Pages_of_three_give_the_whole_list()
    {
        var pages = Directory.GetFiles(Path.Combine(Shared.Repository.Fixtures, "kubernetes", "paginated")).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();
        var answers = new List<(string, string[]?)> { ("sendInitialEvents=true", null), ("watch=true", []) };
        string? token = null;
        foreach (var page in pages)
        {
            answers.Insert(1, (token is null ? "pods?limit=" : "continue=" + Uri.EscapeDataString(token), [page]));
            token = JsonNode.Parse(page)!["metadata"]!["continue"]?.GetValue<string>();
        }

        var (cache, status) = Run(new RecordedServer(4, [.. answers]));
        Assert.Equal(FinalState([.. pages.SelectMany(page => JsonNode.Parse(page)!["items"]!.AsArray()).Select(item => item!.DeepClone())], []), State(cache));
        Assert.Equal(28, cache.Snapshot.Count);
        Assert.Equal(1, status.Lists);
    }

    [Theory]
    [InlineData("gone/watch-pods-rv1.ndjson")]
    [InlineData("gone/watch-events-compacted-rv.ndjson")]
    public void Recorded_error_of_an_old_version_leads_to_a_new_list(string recording)
    {
        var lines = File.ReadAllLines(Path.Combine(Shared.Repository.Fixtures, "kubernetes", recording));
        var list = Encoding.UTF8.GetString(Fixture.Read("lists/core-v1.pods.json"));
        var (_, status) = Run(new RecordedServer(5, ("sendInitialEvents=true", null), ("limit=500", [list]), ("resourceVersion=", lines)));
        Assert.InRange(status.Expirations, 1, 1000);
        Assert.InRange(status.Lists, 2, 1000);
    }

    [Fact]
    public void Recorded_expired_token_leads_to_a_list_in_one_piece()
    {
        var first = Encoding.UTF8.GetString(Fixture.Read("gone/page1-before-compaction.json"));
        var expired = Encoding.UTF8.GetString(Fixture.Read("gone/pods.continue-token-10min-old.json"));
        var all = Encoding.UTF8.GetString(Fixture.Read("lists/core-v1.pods.json"));
        var server = new RecordedServer(6, ("sendInitialEvents=true", null), ("watch=true", []), ("continue=", [expired]), ("limit=500", [first]), ("/api/v1/pods", [all])) { ExpiredContinue = true };
        var (cache, status) = Run(server);
        Assert.Equal(28, cache.Snapshot.Count);
        Assert.Equal((1, 1), (status.Lists, status.Expirations));
    }

    private static (ResourceCache<Pod> Cache, WatchStatus Status) Run(RecordedServer server)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var time = new FakeTimeProvider();
        var cache = new ResourceCache<Pod>();
        var reflector = new Reflector<Pod>(
            server, new ResourceQuery(ResourceType.Pods), new Projections().Pod, cache, new ReflectorOptions(), time, new Random(1), NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = reflector.RunAsync(stop.Token);
        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(running.IsCompleted);
        stop.Cancel();
        return (cache, reflector.Status);
    }

    private static SortedDictionary<string, string> State(ResourceCache<Pod> cache)
    {
        var state = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pod in cache.Snapshot)
        {
            state.Add(pod.Uid.ToString(), $"{pod} {pod.Phase} {pod.Conditions.Count} {string.Join(',', pod.Containers.Select(container => container.RestartCount))}");
        }

        return state;
    }

    // A second reading: a dictionary of whole objects, and no machine.
    private static SortedDictionary<string, string> FinalState(JsonArray list, string[] lines)
    {
        var objects = new Dictionary<string, JsonNode>();
        foreach (var item in list)
        {
            objects[item!["metadata"]!["uid"]!.GetValue<string>()] = item;
        }

        foreach (var frame in lines.Select(line => JsonNode.Parse(line)!).Where(frame => frame["type"]!.GetValue<string>() != "BOOKMARK"))
        {
            var uid = frame["object"]!["metadata"]!["uid"]!.GetValue<string>();
            if (frame["type"]!.GetValue<string>() == "DELETED")
            {
                objects.Remove(uid);
            }
            else
            {
                objects[uid] = frame["object"]!;
            }
        }

        return new SortedDictionary<string, string>(
            objects.ToDictionary(
                entry => entry.Key,
                entry =>
                {
                    var (metadata, status) = (entry.Value["metadata"]!, entry.Value["status"]!);
                    var names = (entry.Value["spec"]!["containers"]!.AsArray()).Concat(entry.Value["spec"]!["initContainers"]?.AsArray() ?? []).Select(spec => spec!["name"]!.GetValue<string>());
                    var restarts = (status["containerStatuses"]?.AsArray() ?? []).Concat(status["initContainerStatuses"]?.AsArray() ?? [])
                        .ToDictionary(container => container!["name"]!.GetValue<string>(), container => container!["restartCount"]!.GetValue<int>());
                    return $"{metadata["namespace"]}/{metadata["name"]} {status["phase"]} {status["conditions"]?.AsArray().Count ?? 0} {string.Join(',', names.Select(name => restarts.GetValueOrDefault(name)))}";
                }),
            StringComparer.Ordinal);
    }

    /// <summary>Answers the first recording whose words are in the request; a stream stays open at its end.</summary>
    private sealed class RecordedServer(int seed, params (string Words, string[]? Lines)[] answers) : IApiTransport
    {
        public bool ExpiredContinue { get; init; }

        public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
        {
            var (words, lines) = answers.First(answer => request.Path.Contains(answer.Words, StringComparison.Ordinal));
            var stream = new ModelStream(new Random(seed)) { LargestPiece = 5000 };
            if (lines is null)
            {
                stream.End();
                return Task.FromResult(new ApiResponse(422, stream));
            }

            foreach (var line in lines)
            {
                stream.Send(Encoding.UTF8.GetBytes(line + "\n"));
            }

            if (!request.Path.Contains("watch=true", StringComparison.Ordinal))
            {
                stream.End();
            }

            return Task.FromResult(new ApiResponse(ExpiredContinue && words == "continue=" ? 410 : 200, stream));
        }
    }
}
