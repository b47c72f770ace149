using Hex.Testing.Node;
using Hex.Testing.Otlp;

namespace Hex.Testing.Tests.Node;

public sealed class DeliveryCheckTests : IDisposable
{
    private readonly NodeFolder _node = new(o => o.PartBytes = 100);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Everything_once_is_exact()
    {
        _node.Container.Write("a");
        _node.Container.Write(new string('x', 300), LogStream.Stderr);
        _node.Container.WriteExactly("no id"u8);
        _node.Container.WriteExactly("no id"u8);
        _node.Container.WriteExactly([0xff, 0xfe, 0x41]);
        var report = Check([.. All()]);
        report.ThrowIfNotExact();
        Assert.Equal((5, 5, 5, 1, 0), (report.Written, report.Received, report.Delivered, report.Joined, report.Repeated));
        Assert.Empty(report.Cases);
    }

    [Fact]
    public void Body_as_bytes_is_compared_as_bytes()
    {
        _node.Container.WriteExactly([0xff, 0xfe, 0x41]);
        var log = All().Single() with { Body = null, BodyBytes = [0xff, 0xfe, 0x41] };
        Assert.True(Check(log).IsExact);
    }

    [Fact]
    public void Same_uid_again_is_a_repeat_and_still_exact()
    {
        _node.Container.Write("a");
        var log = All().Single();
        var report = Check(log, log);
        Assert.True(report.IsExact);
        Assert.Equal((2, 1, 1), (report.Received, report.Delivered, report.Repeated));
    }

    [Fact]
    public void Same_record_under_another_uid_is_not_exact()
    {
        _node.Container.Write("a");
        var log = All().Single();
        var report = Check(log, log with { Attributes = With(log.Attributes, "log.record.uid", "other") });
        Assert.Equal((1, 1, false), (report.Delivered, report.RepeatedUnderAnotherUid, report.IsExact));
    }

    [Fact]
    public void Missing_record_is_lost_unless_its_file_is_gone()
    {
        _node.Container.Write("a");
        _node.Container.Truncate();
        var lost = _node.Container.Write("b");
        var report = Check();
        Assert.Equal((1, 1, 0), (report.Lost, report.GoneWithTheirFile, report.Delivered));
        Assert.Contains(lost.Id!, Assert.Single(report.Cases), StringComparison.Ordinal);
        Assert.Contains("lost 1", Assert.Throws<DeliveryException>(report.ThrowIfNotExact).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_join_is_broken_unexpected_and_lost()
    {
        _node.Container.Write(new string('x', 150));
        var log = All().Single();
        var report = Check(log with { Body = log.Body![..100] }, log with { Body = log.Body[100..], Attributes = With(log.Attributes, "log.record.uid", "2") });
        Assert.Equal((1, 1, 1, 0), (report.Broken, report.Unexpected, report.Lost, report.Delivered));
    }

    [Fact]
    public void Order_counts_within_a_stream_and_at_the_first_arrival()
    {
        _node.Container.Write("0");
        _node.Container.Write("1");
        _node.Container.Write("2", LogStream.Stderr);
        var logs = All().ToList();
        Assert.Equal(0, Check(logs[2], logs[0], logs[1], logs[0]).OutOfOrder);
        var swapped = Check(logs[1], logs[0], logs[2]);
        Assert.Equal((1, 0, false), (swapped.OutOfOrder, swapped.Lost, swapped.IsExact));
    }

    [Theory]
    [InlineData("k8s.pod.name")]
    [InlineData("k8s.pod.uid")]
    [InlineData("k8s.namespace.name")]
    [InlineData("k8s.container.name")]
    public void Wrong_resource_is_misattributed(string key)
    {
        _node.Container.Write("a");
        var log = All().Single();
        Assert.Equal(1, Check(log with { Resource = With(log.Resource, key, "other") }).Misattributed);
    }

    [Fact]
    public void Wrong_stream_is_misattributed_and_unknown_content_unexpected()
    {
        _node.Container.Write("a");
        var log = All().Single();
        Assert.Equal(1, Check(log with { Attributes = With(log.Attributes, "log.iostream", "stderr") }).Misattributed);
        Assert.Equal(1, Check(log, log with { Body = "id=nobody-1 x", Attributes = With(log.Attributes, "log.record.uid", "2") }).Unexpected);
    }

    [Fact]
    public void Cases_are_listed_up_to_a_bound()
    {
        for (var i = 0; i < 100; i++)
            _node.Container.Write("x");
        var report = Check();
        Assert.Equal((100, 20), (report.Lost, report.Cases.Count));
    }

    [Fact]
    public async Task Receiver_that_kept_nothing_cannot_be_compared()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Keep = Keep.CountsOnly);
        using var client = new Otlp.RawGrpc(receiver.Endpoint);
        Assert.True(DeliveryCheck.Compare(_node.Node, receiver).IsExact);
        await client.CallAsync(Otlp.RawGrpc.LogsPath, Otlp.Batches.Logs("a"));
        Assert.Throws<InvalidOperationException>(() => DeliveryCheck.Compare(_node.Node, receiver));
    }

    [Fact]
    public async Task Whole_way_from_node_to_receiver_is_exact()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new Otlp.RawGrpc(receiver.Endpoint);
        for (var i = 0; i < 50; i++)
            _node.Container.WriteNext();
        var records = LogDirectory.Read(_node.Node.Options.Root)
            .Select((found, i) => Otlp.Batches.Record(System.Text.Encoding.UTF8.GetString(found.Content), $"u{i}")).ToArray();
        foreach (var record in records)
            record.Attributes.RemoveAt(0);
        var batch = Otlp.Batches.Logs(records);
        batch.ResourceLogs[0].Resource.Attributes.Clear();
        await client.CallAsync(Otlp.RawGrpc.LogsPath, batch);
        DeliveryCheck.Compare(_node.Node, receiver).ThrowIfNotExact();
    }

    private static Dictionary<string, object?> With(IReadOnlyDictionary<string, object?> attributes, string key, object? value) =>
        new(attributes) { [key] = value };

    private DeliveryReport Check(params ReceivedLog[] received) => DeliveryCheck.Compare(_node.Node.Expected, received);

    /// <summary>What a correct agent would send.</summary>
    private IEnumerable<ReceivedLog> All() => _node.Node.Expected.Select(record => new ReceivedLog
    {
        Resource = new Dictionary<string, object?>
        {
            ["k8s.pod.name"] = record.Stream.Pod,
            ["k8s.pod.uid"] = record.Stream.PodUid,
            ["k8s.namespace.name"] = record.Stream.Namespace,
            ["k8s.container.name"] = record.Stream.Container,
        },
        Scope = "",
        TimeUnixNano = record.TimeUnixNano,
        ObservedTimeUnixNano = 0,
        SeverityNumber = 0,
        SeverityText = "",
        Body = System.Text.Encoding.UTF8.GetString(record.Content!),
        BodyBytes = null,
        BodyValue = null,
        Attributes = new Dictionary<string, object?> { ["log.iostream"] = record.Stream.StreamName, ["log.record.uid"] = $"{record.Stream}-{record.Sequence}" },
        TraceId = "",
        SpanId = "",
        EventName = "",
        Flags = 0,
    });
}
