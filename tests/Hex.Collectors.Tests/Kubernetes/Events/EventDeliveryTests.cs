using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Hex.Collectors.Kubernetes;
using Hex.Dedup;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>Whatever happens to reader, server and backend: nothing the server holds is missed, and little goes out twice.</summary>
public class EventDeliveryTests
{
    private static readonly EventSourceOptions NeverSaves = new() { SaveInterval = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task Restart_goes_on_without_a_gap_and_without_a_repeat()
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        var state = new MemoryStateStore();
        for (var i = 0; i < 20; i++)
        {
            server.Happen($"e{i}");
        }

        await using (var first = new EventReader(client, state))
        {
            await first.DeliveredAsync(server.Held());
        }

        server.Happen("e3");
        server.Happen("new");
        await using var second = new EventReader(client, state);
        await second.DeliveredAsync(server.Held().Where(item => item.Count == 2));
        await EventReader.EventuallyAsync(() => second.Sent.Count == 2);
        Assert.Equal([1L, 1L], second.Sent.Select(record => record.Delta));
        await SettledAsync(server, second);
        Assert.Equal(2, second.Sent.Count);
    }

    [Fact]
    public async Task Kill_repeats_what_was_not_kept_yet_with_the_same_ids_and_nothing_more()
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        var state = new MemoryStateStore();
        server.Happen("kept");
        await using (var before = new EventReader(client, state))
        {
            await before.DeliveredAsync(server.Held());
        }

        var killed = new EventReader(client, state, options: NeverSaves);
        await server.Requests.WaitForWatchesAsync("events", 1).WaitAsync(EventReader.Limit);
        for (var i = 0; i < 10; i++)
        {
            server.Happen($"e{i}");
        }

        await killed.DeliveredAsync(server.Held().Where(item => Unkept(server, item)));
        await killed.KillAsync();
        server.Happen("after");

        await using var next = new EventReader(client, state);
        await EventReader.EventuallyAsync(() => next.Sent.Count >= 11);
        await SettledAsync(server, next);
        Assert.Equal(11, next.Sent.Count);
        var ids = killed.Sent.Select(record => record.Id).ToHashSet();
        Assert.Equal(10, next.Sent.Count(record => ids.Contains(record.Id)));
        Assert.Equal(12, killed.Sent.Concat(next.Sent).Select(record => record.Uid).Append("kept").Distinct().Count());
    }

    [Fact]
    public async Task Kill_in_a_long_first_list_does_not_send_all_of_it_again()
    {
        // More than the watermark's tail remembers by far, and a list that is held back by a backend which takes no more.
        const int events = 6000, taken = 4500;
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        for (var i = 0; i < events; i++)
        {
            server.Happen($"e{i}");
        }

        var state = new MemoryStateStore();
        var acknowledged = 0;
        var killed = new EventReader(client, state, batch => (acknowledged += batch.Count) <= taken ? true : null);
        await EventReader.EventuallyAsync(() => killed.Sent.Count > taken);
        await killed.Source.DisposeAsync();
        var known = killed.Delivered;
        await killed.KillAsync();
        Assert.InRange(known.Count, taken - 1000, taken);

        await using var next = new EventReader(client, state);
        await next.DeliveredAsync(server.Held().Except(known));
        await SettledAsync(server, next);
        Assert.DoesNotContain(next.Sent, record => known.Contains((record.Uid, record.Count)));
        Assert.Equal(events, killed.Delivered.Concat(next.Delivered).Distinct().Count());
    }

    [Theory]
    [InlineData("watch expired")]
    [InlineData("watch reset")]
    [InlineData("history compacted")]
    [InlineData("connections dropped")]
    public async Task Broken_watch_goes_on_without_a_gap_and_without_a_repeat(string fault)
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        await using var reader = new EventReader(client, new MemoryStateStore());
        server.Happen("a");
        server.Happen("b");
        await server.Requests.WaitForWatchesAsync("events", 1).WaitAsync(EventReader.Limit);
        await reader.DeliveredAsync(server.Held());
        switch (fault)
        {
            case "watch expired":
                server.FailWatches("events");
                break;
            case "watch reset":
                server.ResetWatches("events");
                break;
            case "history compacted":
                server.ResetWatches("events");
                server.Happen("while-away");
                server.Compact();
                break;
            default:
                server.DropConnections();
                break;
        }

        server.Happen("a");
        server.Happen("c");
        await reader.DeliveredAsync(server.Held());
        await SettledAsync(server, reader);
        Assert.Equal(reader.Sent.Count, reader.Sent.Select(record => record.Id).Distinct().Count());
    }

    [Fact]
    public async Task Batch_that_was_given_up_comes_again_with_the_same_ids()
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        var refused = new ConcurrentDictionary<Id128, bool>();
        await using var reader = new EventReader(client, answer: batch => !refused.TryAdd(batch.Records[0].Uid, true));
        server.Happen("a");
        server.Happen("b");
        await reader.DeliveredAsync(server.Held());
        Assert.Equal(4, reader.Sent.Count);
        Assert.Equal(2, reader.Sent.Select(record => record.Id).Distinct().Count());
        await SettledAsync(server, reader);
    }

    [Fact]
    public async Task Watermark_waits_for_what_is_not_acknowledged()
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        var state = new MemoryStateStore();
        server.Happen("stuck");
        var stuck = server.Held().Single().Uid;
        var first = new EventReader(client, state, batch => SentRecord.Of(batch).Any(record => record.Uid == stuck) ? null : true);
        await server.Requests.WaitForWatchesAsync("events", 1).WaitAsync(EventReader.Limit);
        server.Happen("later");
        var later = server.Held().Single(item => item.Uid != stuck);
        await first.DeliveredAsync([later]);
        await first.DisposeAsync();

        await using var second = new EventReader(client, state);
        await second.DeliveredAsync(server.Held().Where(item => item != later));
        await SettledAsync(server, second);
        Assert.Equal(["stuck"], second.Sent.Select(record => record.Attributes["k8s.event.name"]));
    }

    [Fact]
    public async Task New_leader_takes_over_from_the_state_of_the_deposed_one()
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        var state = new MemoryStateStore();
        server.Happen("a");
        var deposed = new EventReader(client, state);
        await deposed.DeliveredAsync(server.Held());
        while ((await EventReader.TailAsync(state)).Count < 1)
        {
            await Task.Delay(5);
        }

        // It still reads and sends what it may no longer keep: at worst the receiver has that twice, with one id.
        var leader = new EventReader(client, state, options: NeverSaves);
        await server.Requests.WaitForWatchesAsync("events", 2).WaitAsync(EventReader.Limit);
        server.Happen("b");
        await leader.DeliveredAsync(server.Held().Where(item => item.Uid != deposed.Sent[0].Uid));
        await deposed.KillAsync();
        server.Happen("c");
        server.Happen("a");
        var late = server.Held().Where(item => item.Count == 2 || item.Uid == server.Objects.Find("events", "default", "c")!["metadata"]!["uid"]!.GetValue<string>());
        await leader.DeliveredAsync(late);
        await leader.DisposeAsync();
        var all = deposed.Sent.Concat(leader.Sent).ToList();
        Assert.Equal(4, all.Select(record => record.Id).Distinct().Count());
        Assert.All(all.GroupBy(record => record.Id), same => Assert.Single(same.Select(record => (record.Uid, record.Count)).Distinct()));
        Assert.Single(leader.Sent, record => record.Count == 2 && record.Delta == 1);
    }

    [Fact]
    public async Task Deletes_by_age_are_no_records_and_growth_has_its_delta()
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        await using var reader = new EventReader(client);
        await server.Requests.WaitForWatchesAsync("events", 1).WaitAsync(EventReader.Limit);
        server.Happen("a");
        await reader.DeliveredAsync(server.Held());
        server.Objects.Change("events", "default", "a", item => item["count"] = 5);
        await reader.DeliveredAsync(server.Held());
        server.Objects.Change("events", "default", "a", item => item["message"] = "the same occurrence, worded anew");
        server.Age("a");
        server.Happen("a");
        await reader.DeliveredAsync(server.Held());
        await SettledAsync(server, reader);
        Assert.Equal([(1L, (long?)1), (5, 4), (1, 1)], reader.Sent.Select(record => (record.Count, record.Delta)));
        Assert.Equal(2, reader.Sent.Select(record => record.Uid).Distinct().Count());
    }

    [Fact]
    public async Task Consumer_that_stands_still_holds_the_server_back_and_not_the_memory()
    {
        await using var server = await EventServer.StartAsync();
        for (var i = 0; i < 3000; i++)
        {
            server.Happen($"e{i}");
        }

        using var client = EventServer.Connect(server);
        var kept = new ConcurrentQueue<LogBatch>();
        using var stop = new CancellationTokenSource();
        var source = new EventSource(client, new ResourcePool());
        var reading = Task.Run(async () =>
        {
            await foreach (var batch in source.ReadAllAsync(stop.Token))
            {
                kept.Enqueue(batch);
            }
        });

        // A list is handed over 256 at a time, and one more may be under way when the bound is met.
        await EventReader.EventuallyAsync(() => kept.Sum(batch => batch.Count) >= 2000);
        await Task.Delay(300);
        Assert.InRange(kept.Sum(batch => batch.Count), 2000, 2000 + 256);
        var seen = new HashSet<Id128>();
        while (seen.Count < 3000)
        {
            await EventReader.EventuallyAsync(() => !kept.IsEmpty);
            Assert.True(kept.TryDequeue(out var batch));
            seen.UnionWith(batch.Records.ToArray().Select(record => record.Uid));
            batch.Acknowledge();
            batch.Dispose();
        }

        await EventReader.EventuallyAsync(() => source.Watermark!.Revision is not null);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Restored_server_is_read_by_the_events_times()
    {
        await using var server = await EventServer.StartAsync();
        server.Happen("old", item =>
        {
            item["firstTimestamp"] = "2020-01-01T00:00:00Z";
            item["lastTimestamp"] = "2020-01-01T00:00:00Z";
            item["metadata"]!["creationTimestamp"] = "2020-01-01T00:00:00Z";
        });
        server.Happen("new");
        var state = new MemoryStateStore();
        Assert.True(Revision.TryParse("1000000000000000000000000", out var far));
        await state.WriteAsync("events", new EventWatermark(EventServer.ClusterUid, far, UnixNano.From(TimeProvider.System.GetUtcNow().AddSeconds(-30)), []).ToBytes(), CancellationToken.None);
        using var client = EventServer.Connect(server);
        await using var reader = new EventReader(client, state);
        await EventReader.EventuallyAsync(() => reader.Sent.Count >= 1);
        await SettledAsync(server, reader);
        Assert.Equal(["new"], reader.Sent.Select(record => record.Attributes["k8s.event.name"]));
    }

    [Fact]
    public async Task Once_gives_everything_the_server_holds_and_ends()
    {
        await using var server = await EventServer.StartAsync(ClusterContents.Recorded);
        using var client = EventServer.Connect(server);
        var state = new MemoryStateStore();
        await using (var before = new EventReader(client, state))
        {
            await before.DeliveredAsync(server.Held());
        }

        await using var once = new EventReader(client, state, options: new EventSourceOptions { Once = true });
        await once.Completion.WaitAsync(EventReader.Limit);
        Assert.Equal(server.Held(), once.Sent.Select(record => (record.Uid, record.Count)).ToHashSet());
        Assert.Equal(201, once.Sent.Count);
    }

    [Fact]
    public async Task Once_ends_with_the_cause_when_events_cannot_be_read()
    {
        await using var server = await EventServer.StartAsync();
        using var denied = server.Faults.During("list", "events", ApiFault.Status(403));
        using var client = EventServer.Connect(server);
        await using var once = new EventReader(client, options: new EventSourceOptions { Once = true });
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => once.Completion.WaitAsync(EventReader.Limit));
        Assert.Contains("events", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_events_are_bounded_and_harmless()
    {
        await using var server = await EventServer.StartAsync();
        server.Happen("big", item => item["message"] = new string('x', 1 << 20));
        server.Happen("control", item =>
        {
            item["message"] = "a\u0000b\u001b[31mc\nd";
            item["reason"] = new string('r', 5000);
            item["type"] = "Strange";
            item["involvedObject"] = new JsonObject { ["kind"] = "\u0001", ["name"] = new string('n', 100_000) };
        });
        server.Happen("wrong", item =>
        {
            item["count"] = "many";
            item["involvedObject"] = 7;
            item["message"] = new JsonArray();
            item["lastTimestamp"] = "yesterday";
        });
        server.Happen("many", item => item["count"] = 1e18);
        using var client = EventServer.Connect(server);
        await using var reader = new EventReader(client);
        await EventReader.EventuallyAsync(() => reader.Sent.Count == 4);
        var byName = reader.Sent.ToDictionary(record => record.Attributes["k8s.event.name"]!);
        Assert.InRange(byName["big"].Body.Length, 1, 16 * 1024);
        Assert.Equal("a\0b\u001b[31mc\nd", byName["control"].Body);
        Assert.Equal((LogSeverity.Unspecified, "Strange"), (byName["control"].Severity, byName["control"].SeverityText));
        Assert.InRange(byName["control"].Attributes["k8s.event.reason"]!.Length, 1, 1024);
        Assert.InRange(byName["control"].Resource["k8s.object.name"]!.Length, 1, 1024);
        Assert.Equal(1, byName["wrong"].Count);
        Assert.True(byName["wrong"].Time > 0);
        Assert.InRange(byName["many"].Count, 1, int.MaxValue);
    }

    [Fact]
    public async Task Events_of_left_out_namespaces_are_not_sent()
    {
        await using var server = await EventServer.StartAsync(ClusterContents.Recorded);
        using var client = EventServer.Connect(server);
        var options = new KubernetesCollectorOptions { ExcludeNamespaces = { "broken", "logs-*" } };
        await using var cluster = new ClusterSource(client, options);
        await using var reader = new EventReader(client, cluster: cluster);
        await EventReader.EventuallyAsync(() => reader.Source.Watermark?.Revision is not null);
        Assert.DoesNotContain(reader.Sent, record => record.Resource["k8s.namespace.name"] is "broken" or "logs-lab");
        Assert.Contains(reader.Sent, record => record.Resource["k8s.object.kind"] == "Node");
    }

    private static bool Unkept(SimulatedCluster server, (string Uid, long Count) item) =>
        item.Uid != server.Objects.Find("events", "default", "kept")!["metadata"]!["uid"]!.GetValue<string>();

    // Everything the server said was read and acknowledged, so that what has not come by now does not come.
    private static Task SettledAsync(SimulatedCluster server, EventReader reader)
    {
        var newest = server.Objects.Names("events")
            .Max(name => long.Parse(server.Objects.Find("events", name.Namespace, name.Name)!["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture));
        Assert.True(Revision.TryParse(newest.ToString(CultureInfo.InvariantCulture), out var revision));
        return EventReader.EventuallyAsync(() => reader.Source.Watermark?.Revision >= revision);
    }
}
