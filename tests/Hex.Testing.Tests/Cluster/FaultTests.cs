using System.Diagnostics;
using System.Net;
using System.Text;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>Scripted faults, over HTTP/2 and HTTP/1.1.</summary>
public sealed class FaultTests
{
    private const string Pods = "/api/v1/pods";
    private const string WatchPods = Pods + "?watch=1&resourceVersion=0";

    public static TheoryData<bool> Http2OrHttp1 => [true, false];

    [Fact]
    public async Task Next_fails_so_many_times_and_only_what_fits()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var script = cluster.Faults.Next(2, "list", "pods", ApiFault.Status(503, retryAfterSeconds: 7));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/nodes")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/namespaces/shop/pods/x")).Response.StatusCode);
        for (var i = 0; i < 2; i++)
        {
            var (response, body) = await client.GetAsync(Pods);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
            Assert.Contains("\"details\":{\"retryAfterSeconds\":7},\"code\":503}", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Pods)).Response.StatusCode);
        Assert.Equal(2, script.Times);
    }

    [Fact]
    public async Task During_fails_until_it_is_disposed()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        using (cluster.Faults.During("*", "*", ApiFault.PlainText(502, "bad gateway\n")))
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal("bad gateway\n", await client.TextAsync(i == 1 ? "/version" : Pods));
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Pods)).Response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Http2OrHttp1))]
    public async Task Reset_cuts_a_watch_in_the_middle_of_a_line(bool http2)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster, http2 ? cluster.Url : cluster.HttpUrl);
        cluster.Faults.Next(1, "watch", "pods", ApiFault.ResetAfter(10_000));
        using var watch = await client.WatchAsync(WatchPods);
        Assert.Equal(http2 ? HttpVersion.Version20 : HttpVersion.Version11, watch.Response.Version);
        Assert.NotNull(await watch.NextAsync());
        var cut = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await watch.NextAsync() is not null)
            {
            }
        });
        Assert.True(cut is IOException or HttpRequestException, cut.ToString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/version")).Response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Http2OrHttp1))]
    public async Task Reset_without_an_answer_is_an_error(bool http2)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster, http2 ? cluster.Url : cluster.HttpUrl);
        cluster.Faults.Next(5, "list", "pods", ApiFault.Reset());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Pods));
    }

    [Fact]
    public async Task Watch_may_end_at_once_after_some_lines_or_in_a_line()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        cluster.Faults.Next(1, "watch", "pods", ApiFault.EndAfterLines(0));
        Assert.Equal("", await client.TextAsync(WatchPods));
        cluster.Faults.Next(1, "watch", "pods", ApiFault.EndAfterLines(3));
        Assert.Equal(Recording.Lines("watch/pods.sendInitialEvents.ndjson").Take(3), (await client.TextAsync(WatchPods)).Split('\n')[..^1]);
        cluster.Faults.Next(1, "watch", "pods", ApiFault.EndAfter(1000));
        Assert.Equal(1000, (await client.GetAsync(WatchPods)).Body.Length);
    }

    [Fact]
    public async Task List_may_be_truncated()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        cluster.Faults.Next(1, "list", "nodes", ApiFault.EndAfter(100));
        Assert.Equal(100, (await client.GetAsync("/api/v1/nodes")).Body.Length);
    }

    [Fact]
    public async Task Watch_may_be_one_error_line_or_begin_with_nonsense()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        cluster.Faults.Next(1, "watch", "pods", ApiFault.WatchError());
        var (response, body) = await client.GetAsync(WatchPods);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Recording.Text("gone/watch-events-compacted-rv.ndjson"), Encoding.UTF8.GetString(body));

        cluster.Faults.Next(1, "watch", "pods", ApiFault.FirstLine("{\"type\":\"ADDED\",\"obj"));
        using var watch = await client.WatchAsync(WatchPods);
        Assert.Equal("{\"type\":\"ADDED\",\"obj", await watch.NextAsync());
        Assert.Equal(Recording.Lines("watch/pods.sendInitialEvents.ndjson")[0], await watch.NextAsync());
    }

    [Fact]
    public async Task Slow_answer_arrives_whole()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        cluster.Faults.Next(1, "list", "namespaces", ApiFault.Slow(500, TimeSpan.FromMilliseconds(2)));
        var slow = await client.TextAsync("/api/v1/namespaces");
        Assert.Equal(await client.TextAsync("/api/v1/namespaces"), slow);
    }

    [Fact]
    public async Task Delayed_answer_waits_for_the_clock()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await SimulatedCluster.StartAsync(new() { TimeProvider = clock });
        using var client = new ClusterClient(cluster);
        cluster.Faults.Next(1, "list", "nodes", ApiFault.Delay(TimeSpan.FromMinutes(3)));
        var answer = client.GetAsync("/api/v1/nodes");
        await cluster.Requests.WaitForAsync("list", "nodes", 1, ClusterClient.Soon);
        while (!answer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(answer, Task.Delay(10));
        }

        Assert.Equal(HttpStatusCode.OK, (await answer).Response.StatusCode);
    }

    [Fact]
    public async Task Hanging_watch_sends_headers_and_nothing_else()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        cluster.Faults.Next(1, "watch", "pods", ApiFault.Hang());
        using var watch = await client.WatchAsync(WatchPods);
        var line = watch.NextAsync();
        await Task.WhenAny(line, Task.Delay(100));
        Assert.False(line.IsCompleted);
    }

    [Fact]
    public async Task GoAway_moves_new_requests_to_a_new_connection_and_lets_streams_end()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        var connections = 0;
        using var client = new ClusterClient(cluster);
        client.Handler.ConnectCallback = async (context, ct) =>
        {
            Interlocked.Increment(ref connections);
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        };
        using var watch = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531");
        Assert.Equal(1, connections);
        cluster.GoAway();
        var began = Stopwatch.GetTimestamp();
        while (connections == 1 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10))
            await client.GetAsync("/version");
        Assert.Equal(2, connections);
        cluster.Objects.Delete("pods", "shop", "cart-0");
        Assert.Equal(("DELETED", "cart-0", "1532"), await watch.NextEventAsync());
    }

    [Fact]
    public async Task Dropped_connections_end_watches_and_the_server_is_there_again()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        using var watch = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531");
        cluster.DropConnections();
        await Assert.ThrowsAnyAsync<IOException>(() => watch.NextAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/version")).Response.StatusCode);
        await cluster.Requests.WaitForWatchesAsync("pods", 0, ClusterClient.Soon);
    }

    [Fact]
    public async Task Server_goes_away_and_comes_back_on_the_same_ports_with_its_objects()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster);
        var url = cluster.Url;
        using var watch = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531");
        await cluster.StopListeningAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => watch.NextAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/version"));
        cluster.Objects.Delete("pods", "shop", "cart-0");
        await cluster.ListenAgainAsync();
        Assert.Equal(url, cluster.Url);
        using var again = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531");
        Assert.Equal(("DELETED", "cart-0", "1532"), await again.NextEventAsync());
    }

    [Theory]
    [MemberData(nameof(Http2OrHttp1))]
    public async Task Open_watches_of_one_resource_are_ended_reset_or_failed(bool http2)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var client = new ClusterClient(cluster, http2 ? cluster.Url : cluster.HttpUrl);
        using var nodes = await client.WatchAsync("/api/v1/nodes?watch=1&resourceVersion=1531");
        for (var round = 0; round < 3; round++)
        {
            using var pods = await client.WatchAsync(Pods + "?watch=1&resourceVersion=1531");
            await cluster.Requests.WaitForWatchesAsync("pods", 1, ClusterClient.Soon);
            switch (round)
            {
                case 0:
                    Assert.Equal(1, cluster.EndWatches("pods"));
                    Assert.Null(await pods.NextAsync());
                    break;
                case 1:
                    Assert.Equal(1, cluster.FailWatches("pods"));
                    Assert.Equal(Recording.Lines("gone/watch-events-compacted-rv.ndjson")[0], await pods.NextAsync());
                    Assert.Null(await pods.NextAsync());
                    break;
                default:
                    Assert.Equal(1, cluster.ResetWatches("pods"));
                    await Assert.ThrowsAnyAsync<Exception>(() => pods.NextAsync());
                    break;
            }

            await cluster.Requests.WaitForWatchesAsync("pods", 0, ClusterClient.Soon);
        }

        cluster.Objects.Change("nodes", "", "tb-node-1", node => node["spec"]!["unschedulable"] = true);
        Assert.Equal("MODIFIED", (await nodes.NextEventAsync()).Type);
        Assert.Equal(1, cluster.ResetWatches());
    }
}
