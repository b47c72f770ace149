using System.Text;
using System.Web;
using Hex.Kubernetes.Tests.Watching.Model;
using Hex.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Kubernetes.Tests.Watching;

/// <summary>The decisions of the list/watch machine, one by one.</summary>
public class ReflectorTests : IApiTransport
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(TimeSpan At, string Path)> _requests = [];
    private readonly ResourceCache<ModelItem> _cache = new();
    private Func<string, ApiResponse> _answer = _ => throw new HttpRequestException("nobody there");

    public ReflectorTests() => SynchronizationContext.SetSynchronizationContext(null);

    [Theory]
    [InlineData(403, """{"kind":"Status","message":"pods is forbidden: User \"u\" cannot list resource \"pods\"","reason":"Forbidden","code":403}""", WatchState.Denied, "cannot list resource \"pods\"")]
    [InlineData(404, "404 page not found\n", WatchState.Absent, "404 page not found (HTTP 404)")]
    public void Kind_that_may_not_or_cannot_be_read_is_asked_for_about_once_a_minute(int status, string body, WatchState state, string cause)
    {
        _answer = _ => Answer(status, body);
        var watch = Start();
        Advance(TimeSpan.FromMinutes(30));
        Assert.InRange(_requests.Count, 22, 33);
        Assert.Equal(state, watch.State);
        Assert.True(watch.Settled.IsCompletedSuccessfully);
        Assert.False(watch.IsSynced);
        Assert.Contains(cause, watch.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void Retry_after_is_honoured()
    {
        _answer = _ => Answer(503, "busy", TimeSpan.FromSeconds(40));
        Start();
        Advance(TimeSpan.FromMinutes(10));
        Assert.InRange(_requests.Count, 10, 16);
        Assert.All(_requests.Zip(_requests.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public void Server_that_is_away_is_asked_with_growing_waits_of_at_most_half_a_minute()
    {
        Start();
        Advance(TimeSpan.FromMinutes(10));
        Assert.InRange(_requests.Count, 20, 50);
        var gaps = _requests.Zip(_requests.Skip(1), (first, second) => (second.At - first.At).TotalSeconds).ToArray();
        Assert.InRange(gaps[0], 0.4, 0.8);
        Assert.All(gaps, gap => Assert.InRange(gap, 0.4, 30));
        Assert.InRange(gaps[^1], 15, 30);
    }

    [Fact]
    public void Watch_goes_on_from_the_last_bookmark_and_asks_for_five_to_ten_minutes()
    {
        var streams = new List<ModelStream>();
        _answer = path =>
        {
            if (path.Contains("sendInitialEvents", StringComparison.Ordinal))
            {
                return Answer(422, "{}");
            }

            if (!path.Contains("watch=true", StringComparison.Ordinal))
            {
                return Answer(200, """{"metadata":{"resourceVersion":"100"},"items":[]}""");
            }

            streams.Add(new ModelStream(new Random(1)));
            return new ApiResponse(200, streams[^1]);
        };
        var watch = Start();
        streams[0].Send("{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"177\"}}}\n"u8);
        Advance(TimeSpan.FromSeconds(20));
        streams[0].End();
        Assert.Equal(2, streams.Count);
        var query = HttpUtility.ParseQueryString(_requests[^1].Path[(_requests[^1].Path.IndexOf('?', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(("177", "true"), (query["resourceVersion"], query["allowWatchBookmarks"]));
        Assert.InRange(int.Parse(query["timeoutSeconds"]!, System.Globalization.CultureInfo.InvariantCulture), 300, 600);
        Assert.Equal(1, watch.Lists);

        // Silence until half a minute past its timeout, and it is opened anew; the objects are not fresh in between.
        Advance(TimeSpan.FromSeconds(int.Parse(query["timeoutSeconds"]!, System.Globalization.CultureInfo.InvariantCulture) + 29));
        Assert.Equal(2, streams.Count);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, streams.Count);
    }

    [Fact]
    public void Line_that_is_no_frame_leads_to_a_new_list_even_if_it_comes_again()
    {
        _answer = path => path.Contains("sendInitialEvents", StringComparison.Ordinal) ? Answer(422, "{}") : Answer(200, path.Contains("watch=true", StringComparison.Ordinal)
            ? "{\"type\":\"ADDED\",\"object\":{\"metadata\":\n"
            : """{"metadata":{"resourceVersion":"100"},"items":[]}""");
        var watch = Start();
        Advance(TimeSpan.FromMinutes(5));
        Assert.InRange(watch.BadFrames, 5, 40);
        Assert.InRange(watch.Lists, 5, 40);
        Assert.Contains("no watch frame", watch.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_that_names_itself_as_the_next_does_not_make_it_spin()
    {
        _answer = path => path.Contains("watch=true", StringComparison.Ordinal) ? Answer(422, "{}") : Answer(200, """{"metadata":{"resourceVersion":"100","continue":"again"},"items":[]}""");
        var watch = Start();
        Advance(TimeSpan.FromMinutes(5));
        Assert.InRange(_requests.Count, 20, 100);
        Assert.False(watch.IsSynced);
    }

    [Fact]
    public void Missed_delete_is_found_and_reported_and_the_snapshot_waits_for_the_whole_list()
    {
        using var run = new ReflectorRun(1, server =>
        {
            server.CanStreamInitialList = false;
            for (var i = 0; i < 10; i++)
            {
                server.Put($"item-{i}", i);
            }
        });
        var changes = new List<ResourceChange<ModelItem>>();
        var before = run.Cache.Snapshot;
        using (run.Cache.Subscribe(changes.Add))
        {
            Assert.Equal(10, changes.Count);
            run.Server.Break(byReset: true);
            run.Server.Delete("item-3");
            run.Server.Put("item-4", 400);
            run.Server.Compact();
            Assert.True(run.Wait(() => run.IsEqual, TimeSpan.FromMinutes(1)));
        }

        Assert.Equal("item-3", Assert.Single(changes, change => change.After is null).Before!.Name);
        Assert.Contains(changes, change => change is { Before.Value: 4, After.Value: 400 });
        Assert.Equal(10, before.Count);
        Assert.Contains(before, item => item.Name == "item-3");
        var count = changes.Count;
        run.Server.Put("item-5", 1);
        Assert.Equal(count, changes.Count);
    }

    [Fact]
    public void Same_name_with_a_new_uid_is_a_delete_and_an_add()
    {
        using var run = new ReflectorRun(1, server => server.Put("item", 1));
        var changes = new List<ResourceChange<ModelItem>>();
        using var subscription = run.Cache.Subscribe(changes.Add);
        changes.Clear();
        run.Server.Delete("item");
        run.Server.Put("item", 1);
        Assert.Equal([(true, false), (false, true)], changes.Select(change => (change.Before is not null, change.After is not null)));
        Assert.Single(run.Cache.Snapshot);
    }

    [Fact]
    public void Store_that_throws_does_not_end_the_watch()
    {
        var faults = 3;
        using var subscription = _cache.Subscribe(_ =>
        {
            if (faults-- > 0)
            {
                throw new InvalidOperationException("an observer's bug");
            }
        });
        _answer = path => path.Contains("watch=true", StringComparison.Ordinal)
            ? path.Contains("sendInitialEvents", StringComparison.Ordinal) ? Answer(422, "{}") : new ApiResponse(200, new ModelStream(new Random(1)))
            : Answer(200, """{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a","uid":"1"},"value":1},{"metadata":{"name":"b","uid":"2"},"value":1}]}""");
        var watch = Start();
        Advance(TimeSpan.FromMinutes(1));
        Assert.True(watch.IsSynced);
        Assert.Equal(2, _cache.Snapshot.Count);
    }

    Task<ApiResponse> IApiTransport.SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        _requests.Add((_time.GetElapsedTime(0), request.Path));
        return Task.FromResult(_answer(request.Path));
    }

    private WatchStatus Start()
    {
        var reflector = new Reflector<ModelItem>(
            this, new ResourceQuery(ResourceType.Pods), ModelItem.Project, _cache, new ReflectorOptions(), _time, new Random(7), NullLogger.Instance);
        _ = reflector.RunAsync(TestContext.Current.CancellationToken);
        return reflector.Status;
    }

    private void Advance(TimeSpan time)
    {
        for (var end = _time.GetElapsedTime(0) + time; _time.GetElapsedTime(0) < end;)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }
    }

    private static ApiResponse Answer(int status, string body, TimeSpan? retryAfter = null) =>
        new(status, new MemoryStream(Encoding.UTF8.GetBytes(body)), retryAfter);
}
