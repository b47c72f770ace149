using System.Text.Json.Nodes;
using Hex.Collectors.Kubernetes;
using Hex.Shared;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>What a real API server said, replayed: exactly the expected records come out.</summary>
public class RecordedEventTests
{
    [Theory]
    [InlineData("bringup/watch.events.ndjson", 281)]
    [InlineData("watch/events-core.ndjson", 100)]
    [InlineData("nodedown/watch.events.ndjson", 134)]
    public async Task Recorded_stream_gives_exactly_the_expected_records(string file, int changes)
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server);
        await using var reader = new EventReader(client);
        await server.Requests.WaitForWatchesAsync("events", 1).WaitAsync(EventReader.Limit);
        var lines = RecordedEvents.Lines(file).Select(Later).ToList();
        foreach (var line in lines)
        {
            server.Objects.Replay("events", line);
        }

        var expected = RecordedEvents.Of(lines);
        Assert.InRange(expected.Count, changes / 3, changes);
        await EventReader.EventuallyAsync(() => reader.Sent.Count >= expected.Count);
        Compare(expected, reader.Sent);
        await EventReader.EventuallyAsync(() => reader.Source.Watermark?.Revision?.ToString() == server.Objects.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected.Count, reader.Sent.Count);
    }

    [Fact]
    public async Task Recorded_list_gives_one_record_per_event_with_the_object_it_is_about()
    {
        await using var server = await EventServer.StartAsync(ClusterContents.Recorded);
        using var client = EventServer.Connect(server);
        await using var cluster = new ClusterSource(client);
        await using var reader = new EventReader(client, cluster: cluster);
        var expected = new List<ExpectedRecord>();
        foreach (var item in JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Fixtures, "kubernetes", "lists", "core-v1.events.json")))!["items"]!.AsArray())
        {
            RecordedEvents.Add(expected, [], item!.AsObject());
        }

        Assert.Equal(201, expected.Count);
        await EventReader.EventuallyAsync(() => reader.Sent.Count >= expected.Count);
        Compare(expected, reader.Sent);

        // kubectl get pod -o wide of the recorded cluster: checkout's pods belong to the Deployment checkout, service shop/checkout.
        var checkout = reader.Sent.First(record => record.Resource["k8s.object.name"] == "checkout-7569ffb5df-cb22j").Resource;
        Assert.Equal(
            ("Pod", "v1", "checkout", "checkout-7569ffb5df", "tb-node-1", "checkout", "shop", EventServer.ClusterUid),
            (checkout["k8s.object.kind"], checkout["k8s.object.api_version"], checkout["k8s.deployment.name"], checkout["k8s.replicaset.name"], checkout["k8s.node.name"],
             checkout["service.name"], checkout["service.namespace"], checkout["k8s.cluster.uid"]));

        // The kubelet leaves its node's UID out; the node is found by its name.
        var node = reader.Sent.First(record => record.Resource["k8s.object.kind"] == "Node" && record.Resource["k8s.object.uid"] is null).Resource;
        Assert.Equal("71a1b862-7232-4109-a74e-644eddb421e8", node["k8s.node.uid"]);
        Assert.All(reader.Sent, record => Assert.Equal("k8s.event", record.EventName));
    }

    [Fact]
    public async Task Everything_emitted_is_in_the_catalogue()
    {
        await using var server = await EventServer.StartAsync(ClusterContents.Recorded);
        using var client = EventServer.Connect(server);
        await using var cluster = new ClusterSource(client);
        await using var reader = new EventReader(client, cluster: cluster);
        await EventReader.EventuallyAsync(() => reader.Sent.Count == 201);
        var declared = EventSignals.Catalogue.Records.Select(attribute => attribute.Key).ToHashSet();
        var resources = EventSignals.Catalogue.Resource.Select(attribute => attribute.Key).ToHashSet();
        Assert.All(reader.Sent, record => Assert.Subset(declared, record.Attributes.Items.ToArray().Select(item => item.Key).ToHashSet()));
        Assert.All(reader.Sent, record => Assert.Subset(resources, record.Resource.Attributes.Items.ToArray().Select(item => item.Key).ToHashSet()));

        var points = await CollectedMetrics.FromAsync(reader.Source.Occurrences);
        Assert.All(points, point => Assert.Same(EventSignals.Occurrences.Instrument, point.Instrument));
        Assert.Equal(reader.Sent.Sum(record => record.Delta ?? 1), points.Sum(point => point.Value.AsInt64));
        Assert.Contains(points, point => point.Attributes["k8s.event.reason"] == "BackOff" && point.Attributes["k8s.namespace.name"] == "broken");
    }

    // An empty cluster begins at the version of the recorded namespaces; the recordings began before.
    private static byte[] Later(byte[] line)
    {
        var frame = JsonNode.Parse(line)!;
        var metadata = frame["object"]!["metadata"]!;
        metadata["resourceVersion"] = "1" + metadata["resourceVersion"]!.GetValue<string>().PadLeft(6, '0');
        return System.Text.Encoding.UTF8.GetBytes(frame.ToJsonString());
    }

    private static void Compare(List<ExpectedRecord> expected, IReadOnlyList<SentRecord> sent)
    {
        Assert.Equal(
            expected.OrderBy(record => record.Uid, StringComparer.Ordinal).ThenBy(record => record.Count),
            sent.Select(Seen).OrderBy(record => record.Uid, StringComparer.Ordinal).ThenBy(record => record.Count));
        Assert.Equal(sent.Count, sent.Select(record => record.Id).Distinct().Count());
    }

    private static ExpectedRecord Seen(SentRecord record) => new(
        record.Uid, record.Count, record.Delta, record.Time, record.SeverityText!, (int)record.Severity, record.Body, record.Attributes["k8s.event.reason"]!,
        record.Resource["k8s.object.kind"]!, record.Resource["k8s.object.name"]!, record.Resource["k8s.object.uid"], record.Resource["k8s.object.fieldpath"]);
}
